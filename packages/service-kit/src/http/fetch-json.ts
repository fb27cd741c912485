import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface JsonAnswer {
  readonly status: number;
  /** The parsed body; undefined where it is no JSON or larger than allowed. */
  readonly body: unknown;
}

export interface FetchJsonOptions {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
}

const agents = {
  'http:': { request: httpRequest, agent: new HttpAgent({ keepAlive: true, maxSockets: 8 }) },
  'https:': { request: httpsRequest, agent: new HttpsAgent({ keepAlive: true, maxSockets: 8 }) },
} as const;

/**
 * GETs a JSON document of bounded size over a connection that is kept, following no redirect. Any port is asked, also
 * those that `fetch` refuses. A kept connection that turns out to have ended is replaced by a new one. Rejects with the
 * system's error (`ECONNREFUSED` …), or with the signal's reason.
 */
export async function fetchJson(url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  try {
    return await get(url, options);
  } catch (error) {
    if (error instanceof StaleConnection) return get(url, options);
    throw error;
  }
}

class StaleConnection extends Error {}

function get(url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  const { signal, headers = {}, maxBytes = 256 * 1024 } = options;
  const { request, agent } = agents[new URL(url).protocol as keyof typeof agents];
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(signal.aborted ? signal.reason : error);
    const outgoing = request(url, { agent, signal, headers: { accept: 'application/json', ...headers } });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      fail(stale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    outgoing.once('response', (response) => {
      readText(response, maxBytes).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: parse(text) }),
        fail,
      );
    });
    outgoing.end();
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
