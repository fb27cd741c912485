import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceLogger } from '@neuratrade/service-kit';
import { createPageBender } from '../control/bend-page.js';
import { breakAnswer } from '../control/break-answer.js';
import type { Faults } from '../control/faults.js';
import type { RequestCounter } from '../control/requests.js';
import { readBody } from './body.js';
import type { Exchange } from './exchange.js';

/** What the exchange's network side works on; `clock` tells milliseconds since the epoch. */
export interface ExchangeListenerDeps {
  readonly exchange: Exchange;
  readonly faults: Faults;
  readonly requests: RequestCounter;
  readonly clock: () => number;
  readonly logger: Pick<ServiceLogger, 'debug' | 'error'>;
}

/** The exchange on HTTP, with the faults that are in force. `release` ends the requests that a fault keeps waiting. */
export interface ExchangeListener {
  readonly listener: RequestListener;
  release(): void;
}

/** Puts an exchange on HTTP. */
export function createExchangeListener(deps: ExchangeListenerDeps): ExchangeListener {
  const { exchange, faults, requests, clock, logger } = deps;
  const waiting = new Set<ServerResponse>();
  const bend = createPageBender();
  let released = false;

  /** Keeps a request open for `ms`, or for ever; false when it ended meanwhile. */
  async function hold(response: ServerResponse, ms: number | undefined): Promise<boolean> {
    if (released) response.destroy();
    const ended = new AbortController();
    waiting.add(response);
    response.once('close', () => ended.abort());
    if (ms !== undefined) await sleep(ms, undefined, { signal: ended.signal }).catch(() => undefined);
    else await once(response, 'close');
    waiting.delete(response);
    return !response.destroyed;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const split = url.indexOf('?');
    const path = split < 0 ? url : url.slice(0, split);
    const query = split < 0 ? '' : url.slice(split + 1);
    requests.add(path);
    const { delayMs, skewMs, broken, page } = faults.take(path);
    if (delayMs > 0 && !(await hold(response, delayMs))) return;
    if (broken?.kind === 'hang' && !(await hold(response, undefined))) return;
    response.setHeader('Server', 'neuratrade-exchange-simulator');
    if (broken) {
      logger.debug('Fault applied', { path, kind: broken.kind });
      return breakAnswer(broken, request, response);
    }
    const { method = 'GET' } = request;
    const form = method === 'GET' ? '' : await readBody(request);
    if (form === undefined) {
      response.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    const now = clock();
    const apiKey = request.headers['x-mbx-apikey']?.toString();
    const { status, body, headers } = exchange({
      method,
      path,
      query,
      body: form,
      apiKey,
      caller: request.socket.remoteAddress ?? '',
      now,
      serverTime: now + skewMs,
    });
    response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', ...headers });
    const told = status === 200 ? bend({ path, query, apiKey }, body, page) : body;
    response.end(JSON.stringify(told));
    logger.debug('Request completed', { method, path, status, ...(page ? { fault: page } : {}) });
  }

  return {
    listener: (request, response) => {
      handle(request, response).catch((error: unknown) => {
        logger.error('Request failed', { error: error instanceof Error ? error.message : String(error) });
        response.destroy();
      });
    },
    release() {
      released = true;
      for (const response of waiting) response.destroy();
    },
  };
}
