import type { Market } from '../market/market.js';
import type { Parameters } from './parameters.js';

/** What an endpoint may look at while it answers. */
export interface EndpointContext {
  readonly market: Market;
  readonly parameters: Parameters;
  /** The instant that the answer describes, in milliseconds: the market moves by it. */
  readonly now: number;
  /** The exchange's clock as it tells it: `now`, unless a fault skews it. */
  readonly serverTime: number;
}

/** The answer's body and what the request weighs against the limit per minute. */
interface EndpointResult {
  readonly weight: number;
  readonly body: unknown;
}

/** One GET endpoint of the exchange. */
export interface Endpoint {
  readonly path: string;
  answer(context: EndpointContext): EndpointResult;
}
