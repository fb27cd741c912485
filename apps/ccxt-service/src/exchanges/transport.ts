import { AsyncLocalStorage } from 'node:async_hooks';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { errorCodes, reasonOf } from '@neuratrade/service-kit';
import { ExchangeFailure } from '../connectivity/failure.js';
import { readBody } from './body.js';

/** Enough for the longest list of markets. */
export const LONGEST_ANSWER_BYTES = 32 * 1024 * 1024;
const CONNECTIONS = { keepAlive: true, maxSockets: 8, maxFreeSockets: 1 };

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds from the request, on a connection that is open by then, to the beginning of the answer. */
  readonly latencyMs: number;
  /** When the answer began, by our clock in milliseconds. */
  readonly arrivedAt: number;
  /** The connection had carried a request before. */
  readonly reused: boolean;
}

/** Something that is done with requests. They end with the signal; `last` is the answer to the latest, if it got one. */
export interface Call {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  last?: Answer | undefined;
}

/** The request as ccxt hands it to its `fetchImplementation`. */
interface RequestParams {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  /** Fires after ccxt's timeout, or never once this request has ended. */
  readonly signal: AbortSignal;
}

/** An answer in the form that ccxt reads. */
interface Fetched {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  text(): Promise<string>;
}

export interface Transport {
  /** For ccxt's `fetchImplementation`. Ends with the body read, so that ccxt's timeout covers the whole answer. */
  fetch(url: string, params: RequestParams): Promise<Fetched>;
  /** Binds every request that `work` makes to `call`. */
  during<T>(call: Call, work: () => Promise<T>): Promise<T>;
  /** Ends every connection, also those that carry a request. */
  close(): void;
}

/** HTTP for one ccxt instance: every connection ends with its request's signal, and no answer grows without limit. */
export function createTransport(): Transport {
  const calls = new AsyncLocalStorage<Call>();
  const plain = new http.Agent(CONNECTIONS);
  const secure = new https.Agent(CONNECTIONS);

  /** Sends a request and resolves with the beginning of its answer. */
  function send(url: URL, params: RequestParams, signal: AbortSignal) {
    const tls = url.protocol === 'https:';
    const headers = Object.entries({ 'Accept-Encoding': 'gzip, deflate, br', ...params.headers });
    return new Promise<Omit<Answer, 'body'> & { response: IncomingMessage }>((resolve, reject) => {
      const request = (tls ? https : http).request(url, {
        method: params.method,
        headers: Object.fromEntries(headers.filter(([, value]) => value != null)),
        agent: tls ? secure : plain,
        signal,
      });
      let sentAt = performance.now();
      const sent = () => {
        sentAt = performance.now();
      };
      request.once('socket', (socket) => {
        if (request.reusedSocket) sent();
        else socket.once(tls ? 'secureConnect' : 'connect', sent);
      });
      request.once('response', (response) =>
        resolve({
          response,
          status: response.statusCode ?? 0,
          headers: response.headers,
          latencyMs: performance.now() - sentAt,
          arrivedAt: Date.now(),
          reused: request.reusedSocket,
        }),
      );
      request.on('error', reject);
      request.end(params.body);
    });
  }

  return {
    during: (call, work) => calls.run(call, work),
    close() {
      plain.destroy();
      secure.destroy();
    },
    async fetch(url, params) {
      const call = calls.getStore();
      const signal = call === undefined ? params.signal : AbortSignal.any([params.signal, call.signal]);
      if (call !== undefined) call.last = undefined;
      try {
        const { response, ...beginning } = await send(new URL(url), params, signal);
        const body = await readBody(response, call?.maxBytes ?? LONGEST_ANSWER_BYTES);
        if (call !== undefined) call.last = { ...beginning, body };
        const { status, headers } = beginning;
        return { status, statusText: response.statusMessage ?? '', headers, text: async () => body };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
  };
}

function failureOf(error: unknown, signal: AbortSignal): ExchangeFailure {
  if (error instanceof ExchangeFailure) return error;
  if (signal.aborted) return new ExchangeFailure('timeout', 'connection timeout', { cause: error });
  if (errorCodes(error).some((code) => /^(?:HPE_|Z_|ERR__)/.test(code))) {
    return new ExchangeFailure('bad_response', 'unexpected answer', { cause: error });
  }
  const reason = reasonOf(error);
  return new ExchangeFailure(reason === 'connection timeout' ? 'timeout' : 'network', reason, {
    cause: error,
  });
}
