import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

const PATIENCE_MS = 60_000;

/** Posts a body as it is, and resolves to the answer: its body as JSON, undefined where it is none. Rejects with the system's error. */
export async function post(
  url: string,
  { type, key, body }: { type: string; key: string; body: string },
): Promise<{ status: number; body: unknown }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = Buffer.from(body);
    const headers = { 'x-api-key': key, 'content-type': type, 'content-length': sent.length };
    const options = { method: 'POST', agent: false, headers, signal: AbortSignal.timeout(PATIENCE_MS) };
    send(url, options, resolve).once('error', reject).end(sent);
  });
  const answer = await text(response);
  return { status: response.statusCode ?? 0, body: jsonOf(answer) };
}

function jsonOf(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
