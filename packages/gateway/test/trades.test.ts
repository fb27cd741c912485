import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, freePort, type Service } from '@neuratrade/test-kit';
import { ended, type Ran, type TestStack } from './support/cli.js';
import { type LoneBackend, loneBackend } from './support/lone-backend.js';

jest.setTimeout(60_000);

const KEY = 'admin-key-of-the-trades-tests';

const cleanup = createCleanup();
let stack: TestStack;
let lone: LoneBackend;
let backend: Service;

beforeAll(async () => {
  lone = await loneBackend(cleanup, KEY);
  stack = lone.stack;
  backend = await lone.start();
}, 60_000);
afterAll(cleanup.run, 60_000);

const trades = async (args: readonly string[], input = ''): Promise<Ran> => {
  const { code, stdout, stderr } = await stack.run(['trades', ...args], {}, input);
  return { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
};
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(stack.paths.home, name);
  writeFileSync(path, content);
  return path;
};

const HEADER = 'id,symbol,side,price,amount,executed_at,fee_cost,fee_currency';
const at = (n: number): string => new Date(Date.UTC(2026, 0, 5) + n * 1_000).toISOString();
const side = (n: number): string => (n % 2 === 0 ? 'buy' : 'sell');
const row = (n: number, price = '100'): string => `${n},BTC/USDT,${side(n)},${price},0.5,${at(n)},,`;
const object = (n: number) => ({
  id: String(n),
  symbol: 'BTC/USDT',
  side: side(n),
  price: '100',
  amount: '0.5',
  executed_at: at(n),
});
const ndjson = (count: number): string =>
  Array.from({ length: count }, (_, n) => `${JSON.stringify(object(n))}\n`).join('');
const told = (exchange: string, fills: string, stored: string, known = '0', rejected = '0'): string =>
  `${fills} fills of account main on ${exchange}: ${stored} stored, ${known} known before, ${rejected} rejected.\n`;

describe('neuratrade trades import', () => {
  test('CSV: what is not taken is told with its line, and a second run stores nothing twice', async () => {
    const path = file(
      'fills.csv',
      [HEADER, row(0), row(1, '110'), '"a\nb",BTC/USDT,sell,1,1,now,,', '', row(2, '0'), row(3)].join('\r\n'),
    );
    const rejected = `✖ line 4 (id a\\nb): id holds characters that are no text; executed_at is now: give an ISO 8601 time with its zone, such as 2026-03-03T10:30:00Z
✖ line 7 (id 2): price is 0: it must be above 0
`;
    const run = () => trades(['import', path, '--exchange', 'csv']);
    expect([await run(), await run()]).toEqual([
      { code: 1, stdout: `${told('csv', '5', '3', '0', '2')}${rejected}`, stderr: '' },
      { code: 1, stdout: `${told('csv', '5', '0', '3', '2')}${rejected}`, stderr: '' },
    ]);
  });

  test('NDJSON of several pushes, compressed, for programs', async () => {
    const path = file('fills.ndjson.gz', new Uint8Array(gzipSync(ndjson(25_000))));
    const { code, stdout } = await trades(['import', path, '--exchange', 'zipped', '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        ...{
          file: path,
          account: 'main',
          exchange: 'zipped',
          unit: 'line',
          fills: 25_000,
          stored: 25_000,
          duplicates: 0,
        },
        rejected: { count: 0, first: [], file: null },
      },
    ]);
  });

  test('standard input, whose format is said', async () => {
    expect(await trades(['import', '-', '--exchange', 'piped', '--format', 'ndjson'], ndjson(3))).toEqual({
      ...{ code: 0, stdout: told('piped', '3', '3'), stderr: '' },
    });
  });

  test('JSON says itself whose it is, and its numbers stay as they are written', async () => {
    const fills = `[${JSON.stringify(object(0))},{"id":"1","symbol":"BTC/USDT","side":"sell","price":100.10,"amount":5e-1,"executed_at":"${at(1)}"},7]`;
    const path = file('fills.json', `{"account":"main","exchange":"said","fills":${fills}}`);
    expect(await trades(['import', path])).toEqual({
      code: 1,
      stdout: `${told('said', '3', '2', '0', '1')}✖ fill 3: is no object: give a fill as {"id":…,"symbol":…,"side":…,"price":…,"amount":…,"executed_at":…}\n`,
      stderr: '',
    });
    const known = file(
      'same.ndjson',
      `{"id":"1","symbol":"BTC/USDT","side":"sell","price":"100.1","amount":"0.5","executed_at":"${at(1)}"}`,
    );
    expect((await trades(['import', known, '--exchange', 'said'])).stdout).toBe(told('said', '1', '0', '1'));
  });

  test('of many that are not taken, all go to a file beside it', async () => {
    const path = file('bad.csv', [HEADER, ...Array.from({ length: 30 }, (_, n) => row(n, '0'))].join('\n'));
    const { code, stdout } = await trades(['import', path, '--exchange', 'bad']);
    const lines = stdout.trimEnd().split('\n');
    expect([code, lines.length, lines.at(-1)]).toEqual([
      ...[1, 22, `and 10 more; all of them: ${path}.rejected.ndjson`],
    ]);
    const kept = readFileSync(`${path}.rejected.ndjson`, 'utf8').trimEnd().split('\n');
    expect([kept.length, JSON.parse(kept[29] ?? '')]).toEqual([
      ...[30, { line: 31, id: '29', reason: 'price is 0: it must be above 0', fill: row(29, '0') }],
    ]);
  });

  test('what was stored is told also where that file cannot be written', async () => {
    const bad = Array.from({ length: 30 }, (_, n) => row(n, '0'));
    const path = file('kept.csv', [HEADER, row(40), ...bad].join('\n'));
    mkdirSync(`${path}.rejected.ndjson`);
    const { code, stdout, stderr } = await trades(['import', path, '--exchange', 'kept']);
    const lines = stdout.trimEnd().split('\n');
    expect([code, stderr, `${lines[0]}\n`, lines.at(-1)]).toEqual([
      ...[1, '', told('kept', '31', '1', '0', '30')],
      `and 10 more; ${path}.rejected.ndjson cannot be written (EISDIR).`,
    ]);
  });

  test('shows on a terminal how far it is', async () => {
    const path = file('shown.ndjson', ndjson(12_000));
    const { code, stdout } = await ended(
      stack.spawnOnTerminal(['trades', 'import', path, '--exchange', 'terminal'], 90),
    );
    const lines = stripVTControlCharacters(stdout).split(/\r?\n/);
    expect([code, lines.filter((line) => line.startsWith('✔')).at(-1), lines.at(-2)]).toEqual([
      0,
      expect.stringMatching(
        /^✔ import {5}12,000 fills, [\d,]+ a second; 1\.\d MiB of 1\.\d MiB \(100 %\) read$/,
      ),
      told('terminal', '12,000', '12,000').trimEnd(),
    ]);
  });

  test('goes on where the backend is killed and comes back', async () => {
    const path = file('long.ndjson', ndjson(30_000));
    const child = stack.spawnCli(['trades', 'import', path, '--exchange', 'killed', '--json']);
    const done = ended(child);
    const count = async (): Promise<number> => {
      const answer = await backend.get('/api/v1/trades?exchange=killed&limit=1', { 'x-api-key': KEY });
      return (answer.json as { trades: unknown[] }).trades.length;
    };
    while ((await count()) === 0);
    await backend.stop('SIGKILL');
    backend = await lone.start();
    const { code, stdout } = await done;
    const { fills, stored, duplicates, rejected } = JSON.parse(stdout);
    expect([code, fills, stored + duplicates, rejected.count]).toEqual([0, 30_000, 30_000, 0]);
    expect((await trades(['import', path, '--exchange', 'killed'])).stdout).toBe(
      told('killed', '30,000', '0', '30,000'),
    );
  });
});

describe('what an import needs', () => {
  test.each([
    ['fills.txt', [], 'Say what PATH holds: --format csv|ndjson|json.\n'],
    ['fills.csv', [], 'Say where these trades were made: --exchange NAME, any name for a bot of your own.\n'],
    ['broken.json', [], /^The file is no valid JSON: /],
    ['other.json', [], 'The file holds no fills: give {"fills":[…]} or […] as JSON, or NDJSON, or CSV.\n'],
    ['latin.csv', ['--exchange', 'x'], 'PATH is not UTF-8.\n'],
    ['plain.csv.gz', ['--exchange', 'x'], 'PATH is no gzip file (Z_DATA_ERROR).\n'],
    ['empty.csv', ['--exchange', 'x'], 'PATH has no header line.\n'],
    [
      'fills.csv',
      ['--exchange', 'x', '--account', 'nobody'],
      /^There is no account nobody\. .+ accounts add nobody\.\n$/,
    ],
    ['none.csv', ['--exchange', 'x'], 'PATH cannot be read (ENOENT).\n'],
  ])('%s %j', async (name, args, message) => {
    const contents: Record<string, string | Uint8Array> = {
      ...{ 'fills.txt': HEADER, 'fills.csv': HEADER, 'broken.json': '{"fills":[', 'other.json': '{}' },
      ...{ 'latin.csv': new Uint8Array([0x69, 0x64, 0xe9, 0x0a]), 'plain.csv.gz': HEADER, 'empty.csv': '' },
    };
    const path = contents[name] === undefined ? join(stack.paths.home, name) : file(name, contents[name]);
    const { code, stdout, stderr } = await trades(['import', path, ...args]);
    expect([code, stdout, stderr.replaceAll(path, 'PATH')]).toEqual([
      ...[1, '', typeof message === 'string' ? message : expect.stringMatching(message)],
    ]);
  });

  test('a header that the backend knows', async () => {
    const path = file('semicolons.csv', 'id;symbol\n1;2\n');
    expect(await trades(['import', path, '--exchange', 'x'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^The body cannot be read: its first line has no id, .+\n0 fills of the file were done before, and it went wrong from line 2 on\. /,
      ),
    });
  });

  test('a backend', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const path = file('fills.csv', `${HEADER}\n${row(0)}`);
    expect([
      await trades(['import', path, '--exchange', 'x', '--url', url]),
      await trades(['--url', url]),
    ]).toEqual([
      ...[1, 2].map(() => ({
        ...{
          code: 2,
          stdout: '',
          stderr: `No backend answers at ${url}: connection refused. Check the URL.\n`,
        },
      })),
    ]);
  });
});

describe('neuratrade trades', () => {
  beforeAll(async () => {
    const fills = [
      row(0),
      row(1, '110'),
      row(4),
      row(5, '90'),
      `6,ETH/USDT,buy,1000,1,${at(6)},,`,
      `7,ETH/USDT,sell,1002.5,1,${at(3_606)},0.5,USDT`,
    ];
    await trades(['import', '-', '--format', 'csv', '--exchange', 'shown'], [HEADER, ...fills].join('\n'));
  });

  test('shows closed trades, newest first', async () => {
    expect(await trades(['--exchange', 'shown'])).toEqual({
      code: 0,
      stdout: `CLOSED               EXCHANGE  SYMBOL    SIDE  SIZE     ENTRY      EXIT  PNL USDT  HELD
2026-01-05 01:00:06  shown     ETH/USDT  long     1  1,000.00  1,002.50     +2.00    1h
2026-01-05 00:00:05  shown     BTC/USDT  long   0.5    100.00     90.00     -5.00    1s
2026-01-05 00:00:01  shown     BTC/USDT  long   0.5    100.00    110.00     +5.00    1s

3 trades, times in UTC
`,
      stderr: '',
    });
  });

  test('finds them by market, result and time', async () => {
    const markets = async (...args: string[]) => {
      const { stdout } = await trades(['list', '--exchange', 'shown', '--json', ...args]);
      return (JSON.parse(stdout) as { trades: { symbol: string }[] }).trades.map(({ symbol }) => symbol);
    };
    expect([
      ...[
        await markets('--symbol', 'btc/usdt'),
        await markets('--result', 'loss'),
        await markets('--from', at(5)),
      ],
      ...[await markets('--to', at(1)), await markets('--side', 'long', '--limit', '2')],
    ]).toEqual([
      ...[['BTC/USDT', 'BTC/USDT'], ['BTC/USDT'], ['ETH/USDT', 'BTC/USDT']],
      ...[[], ['ETH/USDT', 'BTC/USDT']],
    ]);
  });

  test('prints CSV and JSON over as many pages as it takes', async () => {
    const csv = await trades(['--exchange', 'zipped', '--limit', '1200', '--csv']);
    const { stdout } = await trades(['--exchange', 'zipped', '--limit', '1200', '--json']);
    const rows = csv.stdout.trimEnd().split('\r\n');
    const json = JSON.parse(stdout) as { trades: { id: string }[]; next_cursor: string };
    expect([rows.length, rows[0]?.split(',').length, json.trades.length, typeof json.next_cursor]).toEqual([
      ...[1_201, 14, 1_200, 'string'],
    ]);
    expect(new Set(json.trades.map(({ id }) => id)).size).toBe(1_200);
    expect(rows.slice(1).map((one) => one.split(',')[0])).toEqual(json.trades.map(({ id }) => id));
  });

  test('says what may be asked', async () => {
    const refused = await Promise.all([
      trades(['--from', 'yesterday']),
      trades(['--limit', '0']),
      trades(['--csv', '--json']),
      trades(['--account', 'nobody']),
      trades(['impor', 'fills.csv']),
      trades(['luck']),
    ]);
    expect(refused.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, expect.stringMatching(/^from=yesterday: give a day such as 2026-03-01 \(UTC\), /)],
      [1, expect.stringContaining('It must be a whole number from 1 to 100000.')],
      [1, expect.stringContaining("option '--csv' cannot be used with option '--json'")],
      [1, expect.stringMatching(/^There is no account nobody\. /)],
      [1, 'neuratrade trades has no command impor. Did you mean neuratrade trades import?\n'],
      [1, 'neuratrade trades has no command luck. Its commands are list, import.\n'],
    ]);
  });

  test.each([[[]], [['list']], [['import']]])('%j explains itself', async (args) => {
    const { code, stdout } = await trades([...args, '--help']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/Usage: neuratrade trades[\s\S]+Examples:\n {2}\$ neuratrade trades/),
    ]);
  });
});
