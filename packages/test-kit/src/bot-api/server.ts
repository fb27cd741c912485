import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readParameters } from './body.js';
import { createCallbacks } from './callbacks.js';
import { createChats } from './chats.js';
import { failure, tooMany } from './errors.js';
import { createFaults, cut, send, strike } from './faults.js';
import { METHODS, PACED, VISIBLE } from './methods.js';
import { createPace } from './pace.js';
import { callbackUpdate, textUpdate } from './pushes.js';
import type { BotApi, BotApiCall, BotApiOptions } from './types.js';
import { createUpdateQueue } from './updates.js';
import { createWebhookSender } from './webhook.js';

const PATH = /^\/bot([^/]+)\/(\w+)/;

/** Starts a Bot API server on a free port of 127.0.0.1 that serves one bot. */
export async function startBotApi({ token, username }: BotApiOptions): Promise<BotApi> {
  const queue = createUpdateQueue();
  const webhook = createWebhookSender(queue);
  const faults = createFaults();
  const pace = createPace();
  const callbacks = createCallbacks();
  const bot = { id: Number.parseInt(token, 10), username };
  const chats = createChats(bot);
  const calls: BotApiCall[] = [];
  const counts = new Map<string, number>();
  const inFlight = new Map<ServerResponse, { method: string; giveUp: () => void }>();
  const context = { bot, queue, webhook, chats, callbacks };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, givenToken, method] = PATH.exec(decodeURIComponent(request.url ?? '')) ?? [];
    if (method === undefined) return send(response, failure(404, 'Not Found'));
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const call = await readParameters(request);
    const { payload } = call;
    const chatId = payload.chat_id === undefined ? undefined : Number(payload.chat_id);
    const fault = faults.take(method, chatId);
    if (fault !== undefined && fault.kind !== 'lost_answer') return strike(fault, response);
    if (givenToken !== token) return send(response, failure(401, 'Unauthorized'));
    const run = METHODS[method];
    if (run === undefined) return send(response, failure(404, 'Not Found'));
    const full = chatId !== undefined && PACED.has(method) ? pace.room(chatId) : undefined;
    if (full !== undefined) return send(response, tooMany(full.retryAfter));
    const giveUp = run(context, call, (answer) => {
      inFlight.delete(response);
      if (answer.status === 200) calls.push({ method, payload, at: performance.now() });
      if (fault === undefined) send(response, answer);
      else cut(response);
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
    const pushed = queue.push(update);
    callbacks.note(pushed);
    webhook.kick();
    return pushed.update_id;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    updates: {
      push,
      pushText: (message) => push(textUpdate(chats, message)),
      pushCallback(press) {
        const id = callbacks.nextId();
        const updateId = push(callbackUpdate(chats, press, id));
        if (press.tooOld) callbacks.forget(id);
        return updateId;
      },
      pending: () => queue.pending().map((update) => update.update_id),
    },
    sent: () => calls.filter(({ method }) => VISIBLE.has(method)),
    calls: (wanted) => calls.filter(({ method }) => method === wanted),
    shown: chats.shown,
    requests: (method) => counts.get(method) ?? 0,
    polls: queue.polls,
    set(...next) {
      faults.set(next);
      for (const [response, { method, giveUp }] of inFlight) {
        const fault = faults.take(method, undefined);
        if (fault === undefined) continue;
        inFlight.delete(response);
        giveUp();
        if (fault.kind === 'lost_answer') cut(response);
        else strike(fault, response);
      }
    },
    setAdministrators: (chatId, userIds) => {
      chats.administrators.set(chatId, userIds);
    },
    pace: pace.set,
    refuse,
    accept: () => listen(port),
    async close() {
      webhook.stop();
      if (server.listening) await refuse();
    },
  };
}
