import { expect } from '@jest/globals';
import { type Cleanup, eventually, request, startBotApi } from '@neuratrade/test-kit';
import type { Finding } from '../../src/doctor/finding.js';
import type { DoctorReport } from '../../src/doctor/report.js';
import { makeStack, type TestStack } from './cli.js';

export const TOKEN = '123456789:AAE-doctor-canary-token-doctor-canary1';

/** A running stack of which every part is well, its bot too. */
export async function startedStack(cleanup: Cleanup): Promise<TestStack> {
  const api = cleanup.use(await startBotApi({ token: TOKEN, username: 'doctor_bot' }));
  const stack = await makeStack(cleanup, {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.url,
    EXCHANGE_PROBE_INTERVAL_MS: '200',
  });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
  return stack;
}

/** Resolves when the backend calls everything healthy. */
export function untilHealthy(stack: TestStack): Promise<void> {
  const healthy = async () =>
    expect((await request(`${stack.url('BACKEND_PORT')}/health`)).json).toMatchObject({ status: 'healthy' });
  return eventually(healthy, { timeoutMs: 30_000, everyMs: 100 });
}

/**
 * The lines that `neuratrade doctor` prints, with names in place of what differs from run to run. Lines that tell how busy
 * the machine is stand as `? label`; `all` has them as they are.
 */
export async function examine(stack: TestStack, extra: NodeJS.ProcessEnv = {}) {
  const begun = performance.now();
  const { code, stdout, stderr } = await stack.run(['doctor'], extra);
  const seconds = (performance.now() - begun) / 1_000;
  const all = masked(stdout, stack).split('\n').filter(isMachineIndependent);
  return { code, stderr, seconds, all, lines: LOAD.reduce(withoutLoad, all) };
}

const LOAD = ['database slow', 'backend event loop'];

function withoutLoad(lines: readonly string[], label: string): string[] {
  const first = lines.findIndex((line) => labelOf(line) === label);
  if (first < 0) return [...lines];
  return [...lines.slice(0, first), `? ${label}`, ...lines.slice(first + linesAbout(lines, label).length)];
}

const labelOf = (line: string) => line.slice(2, 23).trim();

/** The lines about one subject, with their remedies. */
export function linesAbout(lines: readonly string[], label: string): string[] {
  const first = lines.findIndex((line) => labelOf(line) === label);
  if (first < 0) return [];
  const next = lines.findIndex((line, index) => index > first && !line.startsWith('   '));
  return lines.slice(first, next);
}

/** What `neuratrade doctor --json` prints, and its exit code. */
export async function examineJson(stack: TestStack, extra: NodeJS.ProcessEnv = {}) {
  const { code, stdout } = await stack.run(['doctor', '--json'], extra);
  const report = JSON.parse(stdout) as DoctorReport;
  const finding = (id: string): Finding | undefined => report.checks.find((check) => check.id === id);
  return { code, report, finding };
}

/** The database of a root user lies outside the home, and may lie on another disk. */
function isMachineIndependent(line: string): boolean {
  return !line.startsWith('✓ disk data ');
}

export function masked(text: string, { env, paths }: TestStack): string {
  const ports = Object.entries(env).filter(([name]) => name.endsWith('_PORT'));
  let clean = text
    .replaceAll(paths.home, 'HOME')
    .replace(/built and complete in \S+/, 'built and complete in ROOT')
    .replace(/\bPID \d+/g, 'PID N')
    .replace(/\bkill (-CONT )?\d+/g, 'kill $1N');
  for (const [name, port = ''] of ports) {
    if (port !== '') clean = clean.replace(new RegExp(`\\b${port}\\b`, 'g'), name);
  }
  return clean
    .replace(/\b(\d+h)?(\d+m)?\d+s\b/g, 'T')
    .replace(/\b\d+(\.\d+)? ms\b/g, 'MS')
    .replace(/\b\d+(\.\d+)? (B|[KMGT]iB)\b/g, 'SIZE')
    .replace(/(PostgreSQL|Redis|Valkey|Node\.js) \d[\w.]*/g, '$1 V')
    .replace(/its clock (as ours|MS (ahead|behind))/, 'its clock C');
}
