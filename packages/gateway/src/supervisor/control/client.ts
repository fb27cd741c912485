import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { ControlReply, ControlRequest, Reply } from './messages.js';
import { withShortPath } from './socket.js';

/** How a request went. `unreachable`: nobody takes requests there, or says that it was heard. `lost`: no word of how it ended. */
export type ControlOutcome =
  | Extract<ControlReply, { kind: 'restarted' | 'refused' | 'failed' }>
  | { kind: 'unreachable' | 'lost'; code: string };

const HEARD_WITHIN_MS = 5_000;

/** Sends one request to the supervisor at the socket `path`; `onReply` is told what it says meanwhile. */
export function sendRequest(path: string, request: ControlRequest, onReply: Reply): Promise<ControlOutcome> {
  return new Promise((resolve) => {
    let heard = false;
    let code = 'no answer';
    const socket = withShortPath(path, (short) => connect(short));
    const finish = (outcome: ControlOutcome) => {
      resolve(outcome);
      socket.destroy();
    };
    socket.setTimeout(HEARD_WITHIN_MS, () => socket.destroy());
    socket.once('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
    });
    socket.once('close', () => finish({ kind: heard ? 'lost' : 'unreachable', code }));
    createInterface({ input: socket })
      .on('error', () => undefined)
      .on('line', (line) => {
        heard = true;
        socket.setTimeout(0);
        const reply = JSON.parse(line) as ControlReply;
        if (reply.kind === 'restarted' || reply.kind === 'refused' || reply.kind === 'failed') finish(reply);
        else onReply(reply);
      });
    socket.write(`${JSON.stringify(request)}\n`);
  });
}
