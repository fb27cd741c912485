import type { ExchangeStates } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { number } from './figures.js';
import { ICONS } from './icons.js';
import { asOf, readableTime, shown } from './text.js';

type Exchange = ExchangeStates['exchanges'][number];

const NONE = 'No exchange is configured. <code>neuratrade exchanges add NAME</code> adds one.';
const MOST_REASON = 120;

/** How the exchanges of an account answer. */
export function renderExchanges(
  { exchanges, problem, updated_at }: ExchangeStates,
  timezone: string,
): Answer {
  return {
    head: '<b>Exchanges</b>',
    blocks: [
      ...(problem === null
        ? []
        : [`${ICONS.bad} How they answer is not known: ${shown(problem, MOST_REASON)}`]),
      ...(exchanges.length === 0 ? [NONE] : exchanges.map((exchange) => renderExchange(exchange, timezone))),
    ],
    foot: asOf({ updated_at }, timezone),
    refresh: true,
  };
}

function renderExchange(exchange: Exchange, timezone: string): string {
  const { name, simulator, enabled, has_auth, last_sync } = exchange;
  const label = `<b>${shown(name)}</b>${simulator ? ' (simulator)' : ''}`;
  if (!enabled) return `${ICONS.none} ${label}\nDisabled`;
  const key = has_auth
    ? `Key, ${last_sync === null ? 'account not read yet' : `account read ${readableTime(last_sync, timezone)}`}`
    : 'No key: public data only';
  return [`${iconOf(exchange)} ${label}`, ...answering(exchange), key].join('\n');
}

function iconOf({ reachable, error }: Exchange): string {
  if (reachable === null) return ICONS.none;
  if (!reachable) return ICONS.bad;
  return error === null ? ICONS.good : ICONS.fair;
}

function answering({ reachable, latency_ms, error }: Exchange): string[] {
  const reason = error === null ? '' : `: ${shown(error, MOST_REASON)}`;
  if (reachable === null) return [`Not asked${reason}`];
  if (!reachable) return [`Does not answer${reason}`];
  const answers = latency_ms === null ? 'Answers' : `Answers in ${number(Math.round(latency_ms))} ms`;
  return [answers, ...(error === null ? [] : [`Account cannot be read${reason}`])];
}
