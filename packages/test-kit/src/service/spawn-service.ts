import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@neuratrade/local-servers';
import { eventually } from '../eventually.js';
import { type Answer, request } from './request.js';

export type Ended = { code: number | null; signal: NodeJS.Signals | null };

export type ServiceOptions = {
  /** Absolute path of the built `main.js`. */
  entry: string;
  /** All that the process sees beside PATH, HOME and NEURATRADE_HOME. */
  env: Readonly<Record<string, string>>;
  /** NEURATRADE_HOME, and HOME too. */
  home: string;
  /** Variable that gives the service its port, such as `BACKEND_PORT`. A free port unless `env` sets it. */
  portVariable: string;
  /** Wait until this path answers 200 (default `/live`). False: return at once. */
  readyPath?: string | false;
  /** How long to wait for it, default 20 s. */
  readyTimeoutMs?: number;
};

export type Service = {
  pid: number;
  port: number;
  url: string;
  stdout(): string;
  stderr(): string;
  exit: Promise<Ended>;
  /** Sends the signal (default SIGTERM) and waits; after 15 s SIGKILL, which shows in the result. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
};

const STOP_DEADLINE_MS = 15_000;

/** Runs a built service as a real process with an environment of its own. */
export async function spawnService(options: ServiceOptions): Promise<Service> {
  const { entry, home, env, portVariable, readyPath = '/live', readyTimeoutMs = 20_000 } = options;
  const port = Number(env[portVariable] ?? (await freePort()));
  const child = spawn(process.execPath, [entry], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, NEURATRADE_HOME: home, ...env, [portVariable]: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const exit = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const url = `http://127.0.0.1:${port}`;
  const service: Service = {
    pid: child.pid ?? 0,
    port,
    url,
    stdout,
    stderr,
    exit,
    stop: (signal = 'SIGTERM') => stop(child, exit, signal),
    get: (path, headers = {}) => request(url + path, { headers }),
  };
  if (readyPath !== false) await untilReady(service, child, readyPath, readyTimeoutMs);
  return service;
}

async function untilReady(service: Service, child: ChildProcess, path: string, timeoutMs: number) {
  const check = async () => {
    if (hasEnded(child)) return;
    const { status } = await service.get(path);
    if (status !== 200) throw new Error(`${path} answers ${status}`);
  };
  try {
    await eventually(check, { timeoutMs });
  } catch (error) {
    await service.stop('SIGKILL');
    throw new Error(`service is not ready: ${String(error)}\n${service.stderr()}`);
  }
  if (!hasEnded(child)) return;
  const { code, signal } = await service.exit;
  throw new Error(`service ended at start (${signal ?? `code ${code}`}):\n${service.stderr()}`);
}

async function stop(child: ChildProcess, exit: Promise<Ended>, signal: NodeJS.Signals): Promise<Ended> {
  child.kill(signal);
  const timer = new AbortController();
  const late = sleep(STOP_DEADLINE_MS, undefined, { signal: timer.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  const ended = await exit;
  timer.abort();
  await late;
  return ended;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
