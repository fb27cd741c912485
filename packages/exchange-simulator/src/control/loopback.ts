import { isIPv4 } from 'node:net';
import { AppError } from '@neuratrade/service-kit';
import type { Request, RequestHandler } from 'express';

const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

function isLoopbackHost(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`;
  if (!host || !URL.canParse(url)) return false;
  const name = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || isLoopbackAddress(name);
}

function refusalOf(request: Request): string | undefined {
  if (!isLoopbackAddress(request.socket.remoteAddress)) return 'it comes from another machine';
  const forwarded = FORWARDING_HEADERS.find((name) => request.headers[name] !== undefined);
  if (forwarded !== undefined) return `it came through a proxy (header ${forwarded})`;
  if (!isLoopbackHost(request.headers.host)) return 'its Host is no loopback name';
  const { origin } = request.headers;
  if (origin !== undefined && !isLoopbackHost(origin.replace(/^https?:\/\//, ''))) {
    return 'it comes from a web page of another origin';
  }
  return undefined;
}

/** Lets only requests from this very machine pass; all others get 403. */
export const requireLoopback: RequestHandler = (request, _response, next) => {
  const refusal = refusalOf(request);
  if (refusal === undefined) return next();
  next(
    new AppError(
      'forbidden',
      `The simulator takes orders only from its own machine, and this request is refused because ${refusal}. Send it to http://127.0.0.1 there.`,
    ),
  );
};
