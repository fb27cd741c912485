import type { Accounts, ApiKey, Permission } from '../accounts/registry.js';
import type { Market } from '../market/market.js';
import type { TradingDesk } from '../trading/desk.js';
import type { Gate } from './gate.js';
import type { Limits } from './limits.js';
import type { OrderCounts } from './order-counts.js';
import type { Parameters } from './parameters.js';

/** What an endpoint may look at while it answers. */
export interface EndpointContext {
  readonly market: Market;
  readonly limits: Limits;
  readonly parameters: Parameters;
  /** The instant that the answer describes, in milliseconds: the market moves by it. */
  readonly now: number;
  /** The exchange's clock as it tells it: `now`, unless a fault skews it. */
  readonly serverTime: number;
}

/** What a signed endpoint may look at besides. */
export interface SignedContext extends EndpointContext {
  readonly key: ApiKey;
  readonly desk: TradingDesk;
  readonly orderCounts: OrderCounts;
}

/** The answer's body and what the request weighs against the limit per minute. */
interface EndpointResult {
  readonly weight: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One GET endpoint of the exchange that needs no key. */
export interface Endpoint {
  readonly path: string;
  answer(context: EndpointContext): EndpointResult;
}

type Method = 'GET' | 'POST' | 'DELETE';

/** One endpoint of the exchange that needs a signature, and a key that may do `needs`. */
export interface SignedEndpoint {
  readonly method: Method;
  readonly path: string;
  readonly needs: Permission;
  /** Whose weight it is: the caller's (default) or the account's. */
  readonly countsFor?: 'account';
  answer(context: SignedContext): EndpointResult;
}

/** What the exchange keeps. */
export interface ExchangeParts {
  readonly market: Market;
  readonly accounts: Accounts;
  readonly desk: TradingDesk;
  readonly limits: Limits;
  readonly gate: Gate;
  readonly orderCounts: OrderCounts;
}
