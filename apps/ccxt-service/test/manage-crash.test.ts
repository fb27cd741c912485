import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, jest, test } from '@jest/globals';
import { createCleanup, type Service } from '@neuratrade/test-kit';
import { editFile, exchange, list, manage, readFile, told } from './managing.js';
import { newHome, runCcxt } from './service.js';

jest.setTimeout(120_000);

const CRASHES = 6;
const SIMULATOR_URL = 'http://127.0.0.1:9';
/** So much that a write takes its time. */
const OTHERS = Array.from({ length: 2_000 }, (_, index) => ({
  name: 'kraken',
  account: `other-${index}`,
  enabled: false,
  apiKey: `key-${index}`,
  secret: 'x'.repeat(500),
}));

const cleanup = createCleanup();
afterAll(() => cleanup.run());

const run = (home: string): Promise<Service> =>
  runCcxt(home, { SIMULATOR_URL, EXCHANGE_PROBE_TIMEOUT_MS: '5000' });
const leftovers = (home: string) => readdirSync(home).filter((name) => name.endsWith('.tmp'));

test('a crash in the middle of writes leaves the old or the new file, never a part of one', async () => {
  const home = await newHome(cleanup);
  editFile(home, { exchanges: [{ name: 'simulator' }, ...OTHERS] });
  for (let crash = 0; crash < CRASHES; crash++) {
    const ccxt = await run(home);
    expect(leftovers(home)).toEqual([]);
    let lastAnswered: unknown = currentlyEnabled(home);
    let asked: unknown = lastAnswered;
    const change = async () => {
      for (let enabled = true; ; enabled = !enabled) {
        asked = enabled;
        const { status } = await manage(ccxt, 'PATCH', '/simulator', { enabled });
        expect(status).toBe(200);
        lastAnswered = enabled;
      }
    };
    const changes = change().catch(() => undefined);
    await sleep(50 + Math.random() * 300);
    await ccxt.stop('SIGKILL');
    await changes;
    const { mode, content } = readFile(home);
    const { exchanges } = content as { exchanges: object[] };
    expect([mode, exchanges.slice(1)]).toEqual(['600', OTHERS]);
    expect([asked, lastAnswered]).toContain(currentlyEnabled(home));
  }
});

function currentlyEnabled(home: string): boolean {
  const { exchanges } = readFile(home).content as { exchanges: { enabled?: boolean }[] };
  return exchanges[0]?.enabled ?? true;
}

test('what a crashed process left of a write is swept away, and nothing else', async () => {
  const home = await newHome(cleanup);
  const names = [
    '.exchanges.json.999999999.0123456789ab.tmp',
    `.exchanges.json.${process.pid}.0123456789ab.tmp`,
    '.exchanges.json.swp',
    'exchanges.json.bak',
  ];
  for (const name of names) writeFileSync(join(home, name), 'x');
  const ccxt = await run(home);
  cleanup.add(() => ccxt.stop());
  expect(names.filter((name) => readdirSync(home).includes(name))).toEqual(names.slice(1));
  expect(told(await manage(ccxt, 'GET'))).toEqual([200, list('simulator', [exchange('simulator')])]);
});
