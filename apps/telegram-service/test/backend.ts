import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CacheReport,
  Digest,
  EquityCurve,
  ExchangeStates,
  Performance,
  Portfolio,
  Quests,
  Trades,
} from '@neuratrade/api-contracts';
import type { FaultyAnswer } from '@neuratrade/test-kit';
import { createTestChats, INTERNAL, type TestChats } from './backend-chats.js';
import { fixture } from './fixture.js';

/** What the bot asks the backend for, beside its chats; a name is the last part of its path. */
export interface BackendAnswers {
  readonly portfolio: Portfolio;
  readonly performance: Performance;
  readonly quests: Quests;
  readonly trades: Trades;
  readonly equity: EquityCurve;
  readonly exchanges: ExchangeStates;
  readonly cache: CacheReport;
  readonly digest: Digest;
}

interface BackendRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly key: string | undefined;
}

/** An HTTP server in the backend's place: its figures as they are set, its chats as the real one keeps them. */
export interface TestBackend {
  readonly url: string;
  readonly chats: TestChats;
  /** Answers with this from now on, to every chat or to one. */
  tell<N extends keyof BackendAnswers>(name: N, value: BackendAnswers[N], chatId?: number): void;
  /** Answers anything asked for but chats and links so, `/health` too; undefined: as told again. */
  set(answer: FaultyAnswer | undefined): void;
  /** Answers one path so, to every chat or to one; undefined: as told again. */
  route(path: string, answer: FaultyAnswer | undefined, chatId?: number): void;
  /** Answers everything so, chats and links too; undefined: as told again. */
  fail(answer: FaultyAnswer | undefined): void;
  /** Requests for anything but chats and links, or for one path. */
  requests(path?: string): number;
  log(): readonly BackendRequest[];
  /** Stops listening: connection refused. */
  refuse(): Promise<void>;
  /** Listens on the same port again. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** The path that a name is asked under. */
export const pathOf = (name: keyof BackendAnswers): string => `${INTERNAL}/${name}`;

const NOT_TOLD: FaultyAnswer = {
  status: 404,
  body: { error: { code: 'not_found', message: 'The test told the backend nothing about this.' } },
};

/** Healthy, without any figures; every chat belongs to `main` unless told otherwise. */
export async function startBackend(): Promise<TestBackend> {
  const chats = createTestChats();
  const told = new Map<string, FaultyAnswer>([['/health', { body: fixture('health.healthy.json') }]]);
  const routes = new Map<string, FaultyAnswer>();
  const requests: BackendRequest[] = [];
  let forData: FaultyAnswer | undefined;
  let forAll: FaultyAnswer | undefined;

  const slot = (path: string, chatId?: number | string) =>
    chatId === undefined ? path : `${path} ${chatId}`;

  function answerTo(request: BackendRequest): FaultyAnswer {
    const { path, query } = request;
    const ofChat = slot(path, query.chat_id);
    const routed = forAll ?? routes.get(ofChat) ?? routes.get(path);
    if (routed !== undefined) return routed;
    return chats.answer(request) ?? forData ?? told.get(ofChat) ?? told.get(path) ?? NOT_TOLD;
  }

  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming).catch(() => undefined);
    if (request === undefined) return void incoming.socket.destroy();
    requests.push(request);
    respond(answerTo(request), incoming, response);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  return {
    url: `http://127.0.0.1:${port}`,
    chats,
    tell: (name, body, chatId) => void told.set(slot(pathOf(name), chatId), { body }),
    set(answer) {
      forData = answer;
    },
    route(path, answer, chatId) {
      if (answer === undefined) routes.delete(slot(path, chatId));
      else routes.set(slot(path, chatId), answer);
    },
    fail(answer) {
      forAll = answer;
    },
    requests: (path) =>
      requests.filter((request) =>
        path === undefined ? !chats.isAbout(request.path) : request.path === path,
      ).length,
    log: () => [...requests],
    refuse,
    accept: () => listen(port),
    close: async () => {
      if (server.listening) await refuse();
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<BackendRequest> {
  const url = new URL(incoming.url ?? '/', 'http://backend');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === '' ? undefined : JSON.parse(text),
    key: incoming.headers['x-api-key'] as string | undefined,
  };
}

function respond(answer: FaultyAnswer, incoming: IncomingMessage, response: ServerResponse): void {
  const { status = 200, body = {}, headers = {}, delayMs = 0, reset = false } = answer;
  if (delayMs === Number.POSITIVE_INFINITY) return;
  const send = (): void => {
    if (reset) return void incoming.socket.resetAndDestroy();
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(status === 204 ? undefined : bytes);
  };
  const timer = setTimeout(send, delayMs);
  response.on('close', () => clearTimeout(timer));
}
