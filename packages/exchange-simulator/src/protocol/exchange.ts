import type { Market } from '../market/market.js';
import { type ExchangeAnswer, ExchangeError, refusal } from './answer.js';
import { ENDPOINTS } from './endpoints.js';
import { readParameters } from './parameters.js';
import { createWeightCounter } from './weights.js';

/** A request as the exchange sees it. `caller` is whom its weight is counted for; instants in milliseconds. */
interface ExchangeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly caller: string;
  readonly now: number;
  readonly serverTime: number;
}

/** The exchange without its network: requests in, answers out. */
export type Exchange = (request: ExchangeRequest) => ExchangeAnswer;

const REFUSED_WEIGHT = 1;

/** Opens an exchange on a market. */
export function createExchange(market: Market): Exchange {
  const byPath = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));
  const weights = createWeightCounter();

  function answerTo(request: ExchangeRequest): { answer: ExchangeAnswer; weight: number } {
    const endpoint = byPath.get(request.path);
    try {
      if (!endpoint || request.method !== 'GET') {
        throw new ExchangeError(-1020, 'This operation is not supported.', 404);
      }
      const parameters = readParameters(request.query);
      const { now, serverTime } = request;
      const { body, weight } = endpoint.answer({ market, parameters, now, serverTime });
      parameters.finish();
      return { answer: { status: 200, body }, weight };
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      return { answer: refusal(error), weight: REFUSED_WEIGHT };
    }
  }

  return (request) => {
    const { answer, weight } = answerTo(request);
    const sapi = request.path.startsWith('/sapi/');
    const used = String(weights.add(`${sapi ? 'sapi' : 'api'} ${request.caller}`, weight, request.now));
    const headers: Record<string, string> = sapi
      ? { 'X-SAPI-USED-IP-WEIGHT-1M': used }
      : { 'X-MBX-USED-WEIGHT': used, 'X-MBX-USED-WEIGHT-1M': used };
    return { ...answer, headers };
  };
}
