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

const agents = {
  'http:': { request: httpRequest, agent: new HttpAgent({ keepAlive: true, maxSockets: 8 }) },
  'https:': { request: httpsRequest, agent: new HttpsAgent({ keepAlive: true, maxSockets: 8 }) },
} as const;

/**
 * Fetches a JSON document of bounded size over a connection that is kept, following no redirect. Any port is asked, also
 * those that `fetch` refuses. A kept connection that turns out to have ended is replaced by a new one, but for a POST or PATCH,
 * which may have been done; those go over a connection of their own. Rejects with the system's error (`ECONNREFUSED` …), or
 * with the signal's reason.
 */
export async function fetchJson(url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  try {
    return await ask(url, options);
  } catch (error) {
    if (error instanceof StaleConnection) return ask(url, options);
    throw error;
  }
}

class StaleConnection extends Error {}

function ask(url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  const { signal, method = 'GET', headers = {}, maxBytes = 256 * 1024 } = options;
  const { request, agent } = agents[new URL(url).protocol as keyof typeof agents];
  const once = method === 'POST' || method === 'PATCH';
  const sent = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(signal.aborted ? signal.reason : error);
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
      readText(response, maxBytes).then(
        (text) =>
          resolve({
            status: response.statusCode ?? 0,
            body: parse(text),
            retryAfterSeconds: secondsOf(response.headers['retry-after']),
          }),
        fail,
      );
    });
    outgoing.end(sent);
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
