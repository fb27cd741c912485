import { MAIN_ACCOUNT, type RegisteredExchange } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';

/** Which exchange of which account. */
export interface ExchangePlace {
  readonly account: string;
  readonly name: string;
}

/** An exchange as ccxt-service is configured with it, as far as the registry keeps that. */
export interface ExchangeState extends ExchangePlace {
  readonly enabled: boolean;
  readonly hasAuth: boolean;
}

/** An exchange of the registry. `addedAt` stays when it is removed and added again. */
export interface ExchangeRow extends ExchangeState {
  readonly addedAt: Date;
}

/** What a change leaves: a state, or nothing of the exchange at that place. */
export interface ExchangeChange {
  readonly place: ExchangePlace;
  readonly state: ExchangeState | undefined;
}

export function isAt(place: ExchangePlace): (exchange: ExchangePlace) => boolean {
  return ({ account, name }) => account === place.account && name === place.name;
}

/** As `GET /api/v1/exchanges` tells it. */
export function registered({ name, enabled, hasAuth, addedAt, account }: ExchangeRow): RegisteredExchange {
  return {
    name,
    enabled,
    has_auth: hasAuth,
    added_at: formatTimestamp(addedAt),
    ...(account === MAIN_ACCOUNT ? {} : { account }),
  };
}

/** The names of all that any account has enabled, in alphabetical order. */
export function activeNames(exchanges: readonly ExchangeState[]): string[] {
  return [...new Set(exchanges.filter(({ enabled }) => enabled).map(({ name }) => name))].sort();
}
