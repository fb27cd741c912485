import { connect, type Socket } from 'node:net';
import { type Gate, pump } from './pump.js';

/** What becomes of a new connection. */
export type Serve = (client: Socket) => void;

/** Joins the client to the server on `port`; what passes goes through the gate. */
export function passTo(port: number, gate: Gate): Serve {
  return (client) => void join(client, port, gate);
}

/** Takes everything and never answers. */
export const swallow: Serve = (client) => void client.resume();

export const resetAtOnce: Serve = (client) => void client.resetAndDestroy();

/** Answers whatever comes first with these bytes, and closes. */
export function answerWith(bytes: Buffer): Serve {
  return (client) => void client.once('data', () => client.end(bytes));
}

async function join(client: Socket, port: number, gate: Gate): Promise<void> {
  await gate.pass();
  if (client.destroyed) return;
  const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  target.on('error', () => undefined);
  pump(client, target, gate);
  pump(target, client, gate);
}
