import { type ExchangeChange, type ExchangeState, isAt } from './exchange.js';

/** How two sets of exchanges differ; `changed` and `added` as they are now, `removed` as they were. */
export interface ExchangeDifference {
  readonly added: readonly ExchangeState[];
  readonly changed: readonly ExchangeState[];
  readonly removed: readonly ExchangeState[];
}

export function differenceOf(
  before: readonly ExchangeState[],
  now: readonly ExchangeState[],
): ExchangeDifference {
  return {
    added: now.filter((exchange) => !before.some(isAt(exchange))),
    changed: now.filter((exchange) => {
      const former = before.find(isAt(exchange));
      return (
        former !== undefined && (former.enabled !== exchange.enabled || former.hasAuth !== exchange.hasAuth)
      );
    }),
    removed: before.filter((exchange) => !now.some(isAt(exchange))),
  };
}

/** What is left of a set of exchanges after changes, in their order. */
export function withChanges(
  exchanges: readonly ExchangeState[],
  changes: readonly ExchangeChange[],
): ExchangeState[] {
  return changes.reduce<ExchangeState[]>(
    (states, { place, state }) => {
      const others = states.filter((exchange) => !isAt(place)(exchange));
      return state === undefined ? others : [...others, state];
    },
    [...exchanges],
  );
}
