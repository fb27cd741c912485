import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type BotApi,
  createCleanup,
  eventually,
  findSecrets,
  makeHome,
  readLog,
  type Service,
  spawnService,
  startBotApi,
} from '@neuratrade/test-kit';
import { startBackend, type TestBackend } from './backend.js';

export const TOKEN = '7234567890:AAcanaryTokenOfTheBotAAcanaryToken0';
export const WEBHOOK_SECRET = 'canary_webhook_secret_0123456789';
export const SERVICE_KEY = 'canary-service-key-0123456789abcdef';

const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Stack {
  readonly telegram: BotApi;
  /** In the backend's place: healthy, and every chat is linked, until it is set otherwise. */
  readonly backend: TestBackend;
  /** NEURATRADE_HOME of the service. */
  readonly home: string;
  readonly service: Service;
  health(): Promise<{ status: number; text: string }>;
  /** Resolves once `/health` answers 200 with this body. */
  healthBecomes(body: string | RegExp): Promise<void>;
  /** Starts the service anew, in the same home, with settings that may differ. */
  start(changed?: Readonly<Record<string, string>>): Promise<void>;
  log(): Promise<Record<string, unknown>[]>;
  /** Where the token, the webhook's secret or the service key shows in what the service wrote, answered and sent. */
  leaks(): Promise<string[]>;
  close(): Promise<void>;
}

/** The service as a process of its own, with a Bot API and a backend that fail on demand. `prepare` runs before it starts. */
export async function startStack(
  env: Readonly<Record<string, string>> = {},
  prepare: (telegram: BotApi) => unknown = () => {},
): Promise<Stack> {
  const cleanup = createCleanup();
  const home = cleanup.use(await makeHome());
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  const backend = cleanup.use(await startBackend());
  const logFile = join(home.path, 'logs', 'telegram.log');
  const services: Service[] = [];
  const bodies: string[] = [];
  cleanup.add(() => Promise.all(services.map((service) => service.stop('SIGKILL'))));

  async function start(changed: Readonly<Record<string, string>> = {}): Promise<void> {
    const service = await spawnService({
      entry: ENTRY,
      home: home.path,
      portVariable: 'TELEGRAM_PORT',
      readyPath: '/ready',
      env: {
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: telegram.url,
        TELEGRAM_POLL_TIMEOUT_S: '1',
        BACKEND_URL: backend.url,
        SERVICE_API_KEY: SERVICE_KEY,
        LOG_LEVEL: 'debug',
        SHUTDOWN_DRAIN_MS: '0',
        ...env,
        ...changed,
      },
    });
    services.push(service);
  }

  const current = (): Service => {
    const service = services.at(-1);
    if (service === undefined) throw new Error('the service did not start');
    return service;
  };

  async function health(): Promise<{ status: number; text: string }> {
    const { status, text } = await current().get('/health');
    bodies.push(text);
    return { status, text };
  }

  try {
    await prepare(telegram);
    await start();
  } catch (error) {
    await cleanup.run();
    throw error;
  }

  return {
    telegram,
    backend,
    home: home.path,
    get service() {
      return current();
    },
    health,
    healthBecomes: (body) =>
      eventually(
        async () => {
          const { status, text } = await health();
          const right = typeof body === 'string' ? text === body : body.test(text);
          if (status !== 200 || !right) throw new Error(`/health says ${status} ${text}, not ${body}`);
        },
        { timeoutMs: 15_000 },
      ),
    start,
    log: () => readLog(logFile),
    async leaks() {
      const texts = {
        log: await readFile(logFile, 'utf8'),
        output: services.map((service) => service.stdout() + service.stderr()).join('\n'),
        bodies: bodies.join('\n'),
        messages: JSON.stringify(telegram.sent()),
      };
      return findSecrets(texts, [TOKEN, TOKEN.slice(TOKEN.indexOf(':') + 1), WEBHOOK_SECRET, SERVICE_KEY]);
    },
    close: cleanup.run,
  };
}

/** Runs a test with a stack of its own. */
export async function withStack(
  env: Readonly<Record<string, string>>,
  run: (stack: Stack) => Promise<void>,
  prepare?: (telegram: BotApi) => unknown,
): Promise<void> {
  const stack = await startStack(env, prepare);
  try {
    await run(stack);
  } finally {
    await stack.close();
  }
}
