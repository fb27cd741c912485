import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, type TcpProxy } from '@neuratrade/test-kit';
import { healthOf } from './matrix/observe.js';
import type { Restartable } from './matrix/restartable.js';
import { type Rig, startRig } from './matrix/rig.js';
import { SCALE } from './matrix/scale.js';

jest.setTimeout(60_000);

/** Many intervals of every part, and longer than the pauses between checks could still double. */
const LONG_MS = 8_000;
const EXCHANGE_INTERVAL_MS = 3_000;
const PARTS = ['database', 'redis', 'ccxt', 'telegram'] as const;

const cleanup = createCleanup();
let rig: Rig;
let patient: Restartable;

beforeAll(async () => {
  rig = await startRig(cleanup);
  patient = await rig.startCcxt({ EXCHANGE_PROBE_INTERVAL_MS: String(EXCHANGE_INTERVAL_MS) });
  await eventually(async () => expect((await healthOf(rig.backend)).status).toBe('healthy'));
});
afterAll(cleanup.run);

/** Milliseconds from now until `check` passes. */
async function tookUntil(check: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await eventually(check, { everyMs: 10 });
  return performance.now() - began;
}

describe('however long a part was away, its return is seen within one interval', () => {
  test.each<[string, (line: TcpProxy) => unknown]>([
    ['refusing', (line) => line.refuse()],
    ['silent', (line) => line.swallow()],
  ])('%s', async (_, fail) => {
    for (const part of [...PARTS, 'exchange'] as const) await fail(rig.lines[part]);
    await sleep(LONG_MS);
    expect((await healthOf(rig.backend)).status).toBe('unhealthy');

    await rig.lines.exchange.resume();
    const exchange = await tookUntil(async () => {
      const { json } = await patient.service.get('/health');
      expect(json).toMatchObject({ status: 'healthy', exchange_connectivity: 'operational' });
    });
    const took: Record<string, number> = {};
    for (const part of PARTS) {
      await rig.lines[part].resume();
      took[part] = await tookUntil(async () => {
        expect((await healthOf(rig.backend)).services[part]).toBe('healthy');
      });
    }
    expect(exchange).toBeLessThan(EXCHANGE_INTERVAL_MS + SCALE.marginMs);
    for (const part of PARTS) {
      const late = { part, late: (took[part] ?? 0) > SCALE.intervalMs + SCALE.confirmMs + SCALE.marginMs };
      expect(late).toEqual({ part, late: false });
    }
  });
});
