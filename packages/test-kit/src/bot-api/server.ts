import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readParameters } from './body.js';
import { failure } from './errors.js';
import { createFaults, send } from './faults.js';
import { textUpdate } from './messages.js';
import { METHODS, VISIBLE } from './methods.js';
import type { BotApi, BotApiCall, BotApiOptions } from './types.js';
import { createUpdateQueue } from './updates.js';
import { createWebhookSender } from './webhook.js';

const PATH = /^\/bot([^/]+)\/(\w+)/;

/** Starts a Bot API server on a free port of 127.0.0.1 that serves one bot. */
export async function startBotApi({ token, username }: BotApiOptions): Promise<BotApi> {
  const queue = createUpdateQueue();
  const webhook = createWebhookSender(queue);
  const faults = createFaults();
  const calls: BotApiCall[] = [];
  const counts = new Map<string, number>();
  const inFlight = new Map<ServerResponse, { method: string; giveUp: () => void }>();
  let messageId = 0;
  const context = {
    bot: { id: Number.parseInt(token, 10), username },
    queue,
    webhook,
    nextMessageId: () => ++messageId,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, givenToken, method] = PATH.exec(decodeURIComponent(request.url ?? '')) ?? [];
    if (method === undefined) return send(response, failure(404, 'Not Found'));
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const payload = await readParameters(request);
    if (faults.strike(method, response)) return;
    if (givenToken !== token) return send(response, failure(401, 'Unauthorized'));
    const run = METHODS[method];
    if (run === undefined) return send(response, failure(404, 'Not Found'));
    const giveUp = run(context, payload, (answer) => {
      inFlight.delete(response);
      if (answer.status === 200) calls.push({ method, payload });
      send(response, answer);
    });
    if (giveUp === undefined || response.writableEnded) return;
    inFlight.set(response, { method, giveUp });
    response.once('close', () => {
      if (inFlight.delete(response)) giveUp();
    });
  }

  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) =>
      send(response, failure(400, `Bad Request: ${error.message}`)),
    );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await listen(0);
  const { port } = server.address() as AddressInfo;
  const push: BotApi['updates']['push'] = (update) => {
    const { update_id } = queue.push(update);
    webhook.kick();
    return update_id;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    updates: {
      push,
      pushText: (message) => push(textUpdate(message, ++messageId)),
      pending: () => queue.pending().map((update) => update.update_id),
    },
    sent: () => calls.filter(({ method }) => VISIBLE.has(method)),
    calls: (wanted) => calls.filter(({ method }) => method === wanted),
    requests: (method) => counts.get(method) ?? 0,
    polls: queue.polls,
    set(fault) {
      faults.set(fault);
      for (const [response, { method, giveUp }] of inFlight) {
        if (!faults.hits(method)) continue;
        inFlight.delete(response);
        giveUp();
        faults.strike(method, response);
      }
    },
    refuse,
    accept: () => listen(port),
    async close() {
      webhook.stop();
      if (server.listening) await refuse();
    },
  };
}
