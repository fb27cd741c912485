import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortFree } from '../../packages/local-servers/dist/index.js';
import { makeHome, startBotApi } from '../../packages/test-kit/dist/index.js';
import { COMMAND, ROOT } from './paths.js';

const PORTS = [
  'BACKEND_PORT',
  'CCXT_PORT',
  'TELEGRAM_PORT',
  'SIMULATOR_PORT',
  'EMBEDDED_DB_PORT',
  'EMBEDDED_REDIS_PORT',
];
const TOKEN = '1:bench';

/**
 * A whole installation with a home and ports of its own, stopped and deleted by `cleanup`. It has everything that a healthy one
 * has: the gateway's own PostgreSQL and Redis, the exchange simulator, and a bot on a Bot API server on this machine.
 */
export async function createStack(cleanup) {
  const home = cleanup.use(await makeHome());
  const botApi = cleanup.use(await startBotApi({ token: TOKEN, username: 'bench_bot' }));
  const env = {
    PATH: process.env.PATH,
    HOME: home.path,
    NEURATRADE_HOME: home.path,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: botApi.url,
    ...(await freePorts()),
  };
  const neuratrade = (...args) => run(process.execPath, [COMMAND, ...args], env);
  const stop = () => neuratrade('gateway', 'stop');
  let starting = Promise.resolve();
  let over = false;
  const start = (startNow) => {
    if (over) throw new Error('The bench is over.');
    starting = startNow();
    return starting;
  };
  cleanup.add(async () => {
    over = true;
    await starting.catch(() => undefined);
    await stop();
  });
  return {
    start: () => start(() => neuratrade('gateway', 'start')),
    makeStart: () => start(() => run('make', ['--no-print-directory', '-C', ROOT, 'start'], env)),
    stop,
    setting: async (key) => (await neuratrade('config', 'get', key)).trim(),
    url: (variable, path = '') => `http://127.0.0.1:${env[variable]}${path}`,
    port: (variable) => Number(env[variable]),
    /** Of the running process; throws while it has none. */
    pid: (name) => Number(readFileSync(join(home.path, 'run', `${name}.pid`), 'utf8')),
  };
}

/** Below the range from which the system takes ports for outgoing connections. */
async function freePorts() {
  const ports = new Set();
  while (ports.size < PORTS.length) {
    const port = randomInt(12_000, 32_000);
    if (await isPortFree(port)) ports.add(port);
  }
  return Object.fromEntries([...ports].map((port, index) => [PORTS[index], String(port)]));
}

/** What it printed. Throws with all of it unless it succeeds. */
async function run(command, args, env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      output[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code === 0) return output.stdout;
  throw new Error(`${command} ${args.join(' ')} ended with code ${code}:\n${output.stdout}${output.stderr}`);
}
