import type { ServerResponse } from 'node:http';
import { type Answer, faultAnswer } from './errors.js';
import type { Fault } from './types.js';

export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return;
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(answer.body);
}

/** The fault that is set now. `strike` answers (or does not) as it says, and tells whether there was one. */
export function createFaults(): {
  set(fault: Fault): void;
  hits(method: string): boolean;
  strike(method: string, response: ServerResponse): boolean;
} {
  let fault: Fault = { kind: 'ok' };
  const hits = (method: string) =>
    fault.kind !== 'ok' && (fault.methods === undefined || fault.methods.includes(method));
  return {
    set(next) {
      fault = next;
    },
    hits,
    strike(method, response) {
      if (!hits(method)) return false;
      const answer = faultAnswer(fault);
      if (answer !== undefined) send(response, answer);
      else if (fault.kind === 'reset') response.socket?.resetAndDestroy();
      return true;
    },
  };
}
