import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { ended, makeStack } from './support/cli.js';

const cleanup = createCleanup();
jest.setTimeout(60_000);
afterEach(cleanup.run);

const MINUTE = 60_000;
const NOW = Date.now();

/** A line of the backend's log, written so many minutes ago. */
function line(minutesAgo: number, msg: string, level = 'INFO', fields = {}): string {
  const time = `${new Date(NOW - minutesAgo * MINUTE).toISOString().slice(0, 19)}Z`;
  return `${JSON.stringify({ time, level, msg, ...fields })}\n`;
}

async function setUp(logs: Record<string, string | Buffer>) {
  const stack = await makeStack(cleanup);
  mkdirSync(stack.paths.logs);
  for (const [name, content] of Object.entries(logs)) writeFileSync(`${stack.paths.logs}/${name}`, content);
  const run = (...args: string[]) => stack.run(['gateway', 'logs', ...args]);
  return { ...stack, logs: run, shown: async (...args: string[]) => (await run(...args)).stdout };
}

describe('filters', () => {
  test('the lines are counted after filtering, and come out as they were written', async () => {
    const noise = Array.from({ length: 3_000 }, (_, index) => line(1, `noise ${index}`)).join('');
    const { shown } = await setUp({
      'backend.log':
        line(3, 'one', 'ERROR') + noise + line(2, 'two', 'WARN') + noise + line(1, 'three', 'ERROR') + noise,
    });
    expect(await shown('--level', 'error', '-n', '1')).toBe(line(1, 'three', 'ERROR'));
    expect(await shown('--level', 'WARN')).toBe(
      line(3, 'one', 'ERROR') + line(2, 'two', 'WARN') + line(1, 'three', 'ERROR'),
    );
    expect(await shown('--level', 'warn', '--grep', '/^{.*T(wo|hree)"/i', '-n', '2')).toBe(
      line(2, 'two', 'WARN') + line(1, 'three', 'ERROR'),
    );
    expect(await shown('--grep', 'nothing of that kind')).toBe('');
  });

  test('a line that is no JSON is found by its text and has no level', async () => {
    const { shown } = await setUp({ 'backend.log': `${line(2, 'one', 'ERROR')}Segmentation fault\n` });
    expect(await shown()).toBe(`${line(2, 'one', 'ERROR')}Segmentation fault\n`);
    expect(await shown('--grep', 'segmentation')).toBe('Segmentation fault\n');
    expect(await shown('--level', 'debug')).toBe(line(2, 'one', 'ERROR'));
  });

  test('since takes everything from then on, out of rotated files too and none further back than needed', async () => {
    const { shown, paths } = await setUp({
      'backend.log': line(5, 'five') + line(1, 'one'),
      'backend.log.1': line(30, 'thirty') + line(20, 'twenty') + line(10, 'ten'),
      'backend.log.2.gz': gzipSync(line(90, 'ninety') + line(60, 'sixty') + line(45, 'forty-five', 'WARN')),
      'backend.log.3.gz': 'this is no gzip: whoever reads it fails',
    });
    expect(await shown('--since', '3m')).toBe(line(1, 'one'));
    expect(await shown('--since', '25m')).toBe(
      line(20, 'twenty') + line(10, 'ten') + line(5, 'five') + line(1, 'one'),
    );
    expect(await shown('--since', '70m')).toBe(
      ['sixty', 'forty-five', 'thirty', 'twenty', 'ten', 'five', 'one']
        .map((name, index) =>
          line([60, 45, 30, 20, 10, 5, 1][index] ?? 0, name, index === 1 ? 'WARN' : 'INFO'),
        )
        .join(''),
    );
    expect(await shown('--since', '70m', '--level', 'warn')).toBe(line(45, 'forty-five', 'WARN'));
    expect(await shown('--since', '70m', '-n', '6')).toBe(
      line(45, 'forty-five', 'WARN') +
        line(30, 'thirty') +
        line(20, 'twenty') +
        line(10, 'ten') +
        line(5, 'five') +
        line(1, 'one'),
    );
    expect(await shown('-n', '6')).toBe(line(5, 'five') + line(1, 'one'));
    expect(await shown('--since', new Date(NOW - 7 * MINUTE).toISOString())).toBe(
      line(5, 'five') + line(1, 'one'),
    );
    renameSync(paths.logFile('backend'), `${paths.logs}/away`);
    writeFileSync(paths.logFile('backend'), '');
    expect(await shown('--since', '15m')).toBe(line(10, 'ten'));
  });

  test('since finds files that were rotated by date, and older ones by number', async () => {
    const { shown } = await setUp({
      'backend.log': line(1, 'one'),
      'backend.log-20260304': line(20, 'twenty'),
      'backend.log-20260303.gz': gzipSync(line(30, 'thirty')),
      'backend.log.1': line(40, 'forty'),
      'backend.log-old': line(2, 'a copy of somebody'),
    });
    expect(await shown('--since', '35m')).toBe(line(30, 'thirty') + line(20, 'twenty') + line(1, 'one'));
    expect(await shown('--since', '50m', '-n', '4')).toBe(
      line(40, 'forty') + line(30, 'thirty') + line(20, 'twenty') + line(1, 'one'),
    );
  });

  test('a damaged rotated file is named', async () => {
    const { logs, paths } = await setUp({ 'backend.log': line(1, 'one'), 'backend.log.1.gz': 'no gzip' });
    expect(await logs('--since', '2h')).toEqual({
      code: 1,
      stdout: '',
      stderr: `${paths.logs}/backend.log.1.gz cannot be read (Z_DATA_ERROR). Move it away to see the other logs.\n`,
    });
  });

  test('all logs are filtered together', async () => {
    const { shown } = await setUp({
      'backend.log': line(3, 'b', 'ERROR') + line(2, 'b') + line(1, 'b', 'WARN'),
      'gateway.log': `[${new Date(NOW - 2 * MINUTE).toISOString().slice(0, 19).replace('T', ' ')}] Degraded: ccxt: connection refused\n`,
    });
    expect((await shown('all', '--level', 'warn')).replace(/"time":"[^"]+",|\[.{19}\] /g, '')).toBe(
      [
        'backend  | {"level":"ERROR","msg":"b"}',
        'gateway  | Degraded: ccxt: connection refused',
        'backend  | {"level":"WARN","msg":"b"}',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['--level', 'loud', 'Choose one of error, warn, info, debug, such as --level warn.'],
    ['--grep', '/(/', 'Write --grep timeout for a text'],
    ['--since', 'yesterday', '--since 10m, --since 2h'],
    ['--lines', 'many', 'It must be a whole number.'],
    ['--raw', '--pretty', "error: option '--raw' cannot be used with option '--pretty'"],
  ])('%s %s is refused with what to write instead', async (option, value, words) => {
    const { logs } = await setUp({});
    expect(await logs(option, value)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(words),
    });
  });
});

test('a folder with the name of a log is named', async () => {
  const { logs, paths } = await setUp({ 'backend.log': line(1, 'one') });
  mkdirSync(paths.logFile('ccxt'));
  const refusal = { code: 1, stdout: '', stderr: expect.stringMatching('ccxt.log is no file. Move it away') };
  expect([await logs('ccxt'), await logs('all'), await logs('ccxt', '-f')]).toEqual(Array(3).fill(refusal));
});

test('following with filters shows what passes of the old and of the new, over a rotation', async () => {
  const { spawnCli, paths } = await setUp({
    'backend.log.1': line(9, 'old', 'ERROR'),
    'backend.log': line(5, 'one', 'ERROR') + line(4, 'two') + line(3, 'half', 'ERROR').slice(0, 30),
  });
  const child = spawnCli(['gateway', 'logs', '-f', '--level', 'error', '--since', '8m']);
  let seen = '';
  child.stdout.on('data', (chunk) => {
    seen += chunk;
  });
  const done = ended(child);
  const log = paths.logFile('backend');
  const sees = (text: string) => eventually(() => expect(seen).toBe(text));
  await sees(line(5, 'one', 'ERROR'));
  appendFileSync(log, line(3, 'half', 'ERROR').slice(30) + line(2, 'three', 'WARN'));
  await sees(line(5, 'one', 'ERROR') + line(3, 'half', 'ERROR'));
  renameSync(log, `${log}.1`);
  writeFileSync(log, line(1, 'four') + line(1, 'five', 'ERROR'));
  appendFileSync(`${log}.1`, line(1, 'late', 'ERROR'));
  await eventually(() =>
    expect(seen.split('\n').sort()).toEqual(
      [line(5, 'one', 'ERROR'), line(3, 'half', 'ERROR'), line(1, 'five', 'ERROR'), line(1, 'late', 'ERROR')]
        .join('')
        .split('\n')
        .sort(),
    ),
  );
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
});

/** Tells the most memory that a process ever held, in kilobytes, as its last word; Linux counts that of its parent in otherwise. */
const TELL_PEAK = `import { readFileSync } from 'node:fs';
const peak = () => process.platform === 'linux'
  ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  : process.resourceUsage().maxRSS;
process.on('exit', () => process.stderr.write(String(peak())));`;

test('a large log is filtered, and printed whole, without holding it in memory', async () => {
  const { paths, run } = await setUp({ 'backend.log': line(2, 'needle', 'ERROR') });
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const measure = async (...args: string[]) => {
    const { stdout, stderr } = await run(['gateway', 'logs', ...args], { NODE_OPTIONS });
    return { bytes: stdout.length, megabytes: Number(stderr) / 1_024 };
  };
  const small = await measure('--level', 'error');
  const block = line(1, 'x'.repeat(300)).repeat(30_000);
  for (let n = 0; n < 10; n++) appendFileSync(paths.logFile('backend'), block);
  const filtered = await measure('--level', 'error');
  const whole = await measure('--since', '1h', '--grep', 'x');
  expect([small.bytes, filtered.bytes, whole.bytes]).toEqual([
    line(2, 'needle', 'ERROR').length,
    line(2, 'needle', 'ERROR').length,
    block.length * 10,
  ]);
  expect(filtered.megabytes - small.megabytes).toBeLessThan(50);
  expect(whole.megabytes - small.megabytes).toBeLessThan(50);
});

test.each([[], ['-f']])('Ctrl-C ends a search that takes for ever, with %j', async (...options) => {
  const { spawnCli } = await setUp({ 'backend.log': `${'a'.repeat(60)}b\n` });
  const child = spawnCli(['gateway', 'logs', '--grep', '/(a+)+$/', ...options]);
  const done = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  await sleep(1_500);
  child.kill('SIGINT');
  expect(await done).toBe('SIGINT');
});
