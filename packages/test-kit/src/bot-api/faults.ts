import type { ServerResponse } from 'node:http';
import { type Answer, faultAnswer } from './errors.js';
import type { Fault } from './types.js';

export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return;
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(answer.body);
}

export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Answers, or does not, as a fault says. */
export function strike(fault: Fault, response: ServerResponse): void {
  const answer = faultAnswer(fault);
  if (answer !== undefined) send(response, answer);
  else if (fault.kind === 'reset') cut(response);
}

/** The faults that are set now. `take` counts the call that one of them strikes. */
export function createFaults(): {
  set(faults: readonly Fault[]): void;
  take(method: string, chatId: number | undefined): Fault | undefined;
} {
  let faults: { fault: Fault; left: number }[] = [];
  return {
    set(next) {
      faults = next
        .filter(({ kind }) => kind !== 'ok')
        .map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
    },
    take(method, chatId) {
      const found = faults.find(({ fault, left }) => left > 0 && fits(fault, method, chatId));
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
  };
}

function fits({ methods, chats }: Fault, method: string, chatId: number | undefined): boolean {
  if (methods !== undefined && !methods.includes(method)) return false;
  return chats === undefined || (chatId !== undefined && chats.includes(chatId));
}
