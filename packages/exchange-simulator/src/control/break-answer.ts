import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BrokenAnswer } from './faults.js';

const RETRY_AFTER_SECONDS = 1;
const PAGE =
  '<!DOCTYPE html><html><head><title>Just a moment</title></head><body>The exchange is behind this page.</body></html>';

/** Answers as the fault says. A hanging request stays open until its caller gives up. */
export function breakAnswer(fault: BrokenAnswer, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'empty':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 0 }).end();
      return;
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
      return;
    case 'status': {
      const limited = fault.value === 429 || fault.value === 418;
      response
        .writeHead(fault.value, {
          'Content-Type': 'application/json',
          ...(limited ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {}),
        })
        .end(JSON.stringify(errorBody(fault.value)));
    }
  }
}

function errorBody(status: number): { code: number; msg: string } {
  if (status === 429 || status === 418) return { code: -1003, msg: 'Too many requests queued.' };
  if (status === 401 || status === 403) {
    return { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' };
  }
  if (status >= 500) {
    return { code: -1001, msg: 'Internal error; unable to process your request. Please try again.' };
  }
  return { code: -1000, msg: 'An unknown error occurred while processing the request.' };
}
