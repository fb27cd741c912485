import { expect } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { expectedOf, type FaultName } from './expected.js';
import { HOW } from './faults.js';
import { changesIn, linesIn, type Plane } from './observe.js';
import type { Part } from './parts.js';
import { holds, untilHealth } from './poll.js';
import type { Rig } from './rig.js';
import { changesOf, isTold, isWell, type Measured, returns } from './run-cell.js';
import { SCALE } from './scale.js';
import { expectCleanOutput, vitalsOf } from './vitals.js';

const FAULT: FaultName = 'down at boot';

/** Starts a plane of its own while a part is away, and lets the part come. */
export async function runBoot(rig: Rig, part: Part): Promise<Measured> {
  const expected = expectedOf(part.name, FAULT, part.host);
  await HOW[FAULT].strike(part);
  const plane = await startPlane(rig, part);
  const since = performance.now();
  const withinMs = expected.showsWithinMs;
  const shownMs = await untilHealth(plane.backend, expected.answers.health, { since, withinMs });
  expect(shownMs).toBeLessThan(withinMs);
  await holds(plane.backend, expected.answers.health, SCALE.holdMs);
  await eventually(() => isTold(plane, part, expected), { timeoutMs: 2 * SCALE.intervalMs + SCALE.marginMs });
  const [skip, vitals] = [await linesIn(plane.backend), await vitalsOf(rig, plane)];
  const returnedMs = await returns(plane, part, FAULT, expected);
  await isWell(plane);
  const service = expected.down?.service;
  const told = await changesIn(plane.backend, 0);
  expect(told.filter((change) => change.service === service)).toEqual(changesOf(expected));
  expect(await changesIn(plane.backend, skip)).toEqual([{ service, to: 'up', reason: null }]);
  expect(await vitalsOf(rig, plane)).toEqual(vitals);
  await expectCleanOutput(rig, [plane], '');
  expect(await plane.backend.service.stop()).toEqual({ code: 0, signal: null });
  return { shownS: shownMs / 1_000, returnedS: returnedMs / 1_000 };
}

async function startPlane(rig: Rig, part: Part): Promise<Plane> {
  if (part.name !== 'exchange') return { ccxt: rig.ccxt, backend: await rig.startBackend() };
  const ccxt = await rig.startCcxt();
  return { ccxt, backend: await rig.startBackend({ CCXT_URL: ccxt.service.url }) };
}
