import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface JsonAnswer {
  readonly status: number;
  /** The parsed body; undefined where it is no JSON or larger than allowed. */
  readonly body: unknown;
  /** The `Retry-After` of the answer, where it names one in seconds. */
  readonly retryAfterSeconds: number | undefined;
}

export interface FetchJsonOptions {
  readonly signal: AbortSignal;
  /** `GET` unless given. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
}

class StaleConnection extends Error {}

export type FetchJson = (url: string, options: FetchJsonOptions) => Promise<JsonAnswer>;

/** Fetches as {@link fetchJson} does, over connections of its own: what waits here keeps nobody else waiting. */
export function jsonFetcher({ maxSockets }: { readonly maxSockets: number }): FetchJson {
  const agents = {
    'http:': { request: httpRequest, agent: new HttpAgent({ keepAlive: true, maxSockets }) },
    'https:': { request: httpsRequest, agent: new HttpsAgent({ keepAlive: true, maxSockets }) },
  };
  return async (url, options) => {
    const via = agents[new URL(url).protocol as keyof typeof agents];
    try {
      return await ask(via, url, options);
    } catch (error) {
      if (error instanceof StaleConnection) return ask(via, url, options);
      throw error;
    }
  };
}

/**
 * Fetches a JSON document of bounded size over a connection that is kept, following no redirect. Any port is asked, also
 * those that `fetch` refuses. A kept connection that turns out to have ended is replaced by a new one, but for a POST or PATCH,
 * which may have been done; those go over a connection of their own. Rejects with the system's error (`ECONNREFUSED` …), or
 * with the signal's reason.
 */
export const fetchJson: FetchJson = jsonFetcher({ maxSockets: 8 });

interface Via {
  readonly request: typeof httpRequest;
  readonly agent: HttpAgent;
}

function ask({ request, agent }: Via, url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  const { signal, method = 'GET', headers = {}, maxBytes = 256 * 1024 } = options;
  const once = method === 'POST' || method === 'PATCH';
  const sent = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', fail);
      reject(signal.aborted ? signal.reason : error);
    };
    // While it waits for a connection, a request does not notice its signal by itself.
    signal.addEventListener('abort', fail);
    const outgoing = request(url, {
      agent: once ? false : agent,
      signal,
      method,
      headers: {
        accept: 'application/json',
        ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': sent.length }),
        ...headers,
      },
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      fail(stale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    outgoing.once('response', (response) => {
      readText(response, maxBytes).then((text) => {
        signal.removeEventListener('abort', fail);
        resolve({
          status: response.statusCode ?? 0,
          body: parse(text),
          retryAfterSeconds: secondsOf(response.headers['retry-after']),
        });
      }, fail);
    });
    outgoing.end(sent);
    if (signal.aborted) fail(signal.reason);
  });
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
