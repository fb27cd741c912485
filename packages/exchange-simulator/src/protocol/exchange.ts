import { type ExchangeAnswer, ExchangeError, refusal, TooMany } from './answer.js';
import type { Endpoint, ExchangeParts, SignedEndpoint } from './endpoint.js';
import { ENDPOINTS, SIGNED_ENDPOINTS } from './endpoints.js';
import { readParameters } from './parameters.js';
import { authenticate } from './signature.js';

/** A request as the exchange sees it, query and body as sent. `caller` is whom its weight is counted for; instants in milliseconds. */
interface ExchangeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly apiKey: string | undefined;
  readonly caller: string;
  readonly now: number;
  readonly serverTime: number;
}

/** The exchange without its network: requests in, answers out. */
export type Exchange = (request: ExchangeRequest) => ExchangeAnswer;

interface Weighed {
  readonly answer: ExchangeAnswer;
  readonly weight: number;
}

const REFUSED_WEIGHT = 1;

/** Opens an exchange. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { market, accounts, desk, limits, gate, orderCounts } = parts;
  const open = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));
  const signed = new Map(
    SIGNED_ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]),
  );

  function answerOpen(endpoint: Endpoint, request: ExchangeRequest): Weighed {
    const { now, serverTime } = request;
    const parameters = readParameters(request.query);
    const { body, weight } = endpoint.answer({ market, limits, parameters, now, serverTime });
    parameters.finish();
    return { answer: { status: 200, body }, weight };
  }

  function answerSigned(endpoint: SignedEndpoint, request: ExchangeRequest): Weighed {
    const { now, serverTime } = request;
    const parameters = readParameters(request.query, request.body);
    const key = authenticate(accounts, request, parameters, endpoint.needs);
    desk.settle(key.account, now);
    const context = { market, limits, parameters, now, serverTime, key, desk, orderCounts };
    const result = endpoint.answer(context);
    parameters.finish();
    const { body, weight, headers } = result;
    if (endpoint.countsFor !== 'account') {
      return { answer: { status: 200, body, ...(headers ? { headers } : {}) }, weight };
    }
    const used = gate.countAccount(key.account.name, weight, now);
    return { answer: { status: 200, body, headers: { ...headers, ...used } }, weight: 0 };
  }

  function answerTo(request: ExchangeRequest): Weighed {
    const openEndpoint = request.method === 'GET' ? open.get(request.path) : undefined;
    if (openEndpoint) return answerOpen(openEndpoint, request);
    const endpoint = signed.get(`${request.method} ${request.path}`);
    if (endpoint) return answerSigned(endpoint, request);
    throw new ExchangeError(-1020, 'This operation is not supported.', 404);
  }

  return (request) => {
    const counted = {
      caller: request.caller,
      system: request.path.startsWith('/sapi/'),
      now: request.now,
    };
    try {
      gate.enter(counted);
      const { answer, weight } = answerTo(request);
      return { ...answer, headers: { ...answer.headers, ...gate.count(counted, weight) } };
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const used = gate.count(counted, error instanceof TooMany ? 0 : REFUSED_WEIGHT);
      const answer = refusal(error);
      return { ...answer, headers: { ...answer.headers, ...used } };
    }
  };
}
