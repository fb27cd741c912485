import { expect } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { ALL_WELL, type Expected, expectedOf, type FaultName } from './expected.js';
import { HOW } from './faults.js';
import { answersOf, changesIn, detailsOf, latencyOf, linesIn, type Plane } from './observe.js';
import type { Part } from './parts.js';
import { holds, untilHealth } from './poll.js';
import type { Rig } from './rig.js';
import { SCALE } from './scale.js';
import { uptimeOf, vitalsOf } from './vitals.js';

/** Seconds from the fault until `/health` told it, and from its end until all was healthy; null where nothing was to be told. */
export interface Measured {
  readonly shownS: number | null;
  readonly returnedS: number | null;
}

/** Breaks one part of a healthy plane in one way, mends it, and checks everything that the plane says meanwhile. */
export async function runCell(rig: Rig, plane: Plane, part: Part, fault: FaultName): Promise<Measured> {
  const expected = expectedOf(part.name, fault, part.host);
  const killed = fault === 'kill -9' ? part.name : undefined;
  await isWell(plane);
  const skip = await linesIn(plane.backend);
  const [vitals, uptime] = [await vitalsOf(rig, plane, killed), await uptimeOf(plane)];
  const measured =
    expected.down === null
      ? await staysHealthy(plane, part, fault)
      : await failsAndReturns(plane, part, fault, expected);
  await isWell(plane);
  expect(await changesIn(plane.backend, skip)).toEqual(changesOf(expected));
  expect(await vitalsOf(rig, plane, killed)).toEqual(vitals);
  expect(await uptimeOf(plane)).toBeGreaterThanOrEqual(uptime);
  return measured;
}

/** Several checks of every kind. */
const SLOW_FOR_MS = 2 * SCALE.connectIntervalMs + SCALE.timeoutMs;

/** Everything is healthy, and the backend takes work. */
export async function isWell(plane: Plane): Promise<void> {
  await eventually(async () => expect(await answersOf(plane, true)).toEqual(ALL_WELL), {
    timeoutMs: 15_000 + 2 * SCALE.exchangeIntervalMs,
  });
}

async function failsAndReturns(
  plane: Plane,
  part: Part,
  fault: FaultName,
  expected: Expected,
): Promise<Measured> {
  const since = performance.now();
  const { health } = expected.answers;
  const [shownMs] = await Promise.all([
    untilHealth(plane.backend, health, { since, withinMs: expected.showsWithinMs }),
    HOW[fault].strike(part),
  ]);
  await isTold(plane, part, expected);
  await holds(plane.backend, expected.answers.health, SCALE.holdMs);
  await isTold(plane, part, expected);
  const returnedMs = await returns(plane, part, fault, expected);
  expect(shownMs).toBeLessThan(expected.showsWithinMs);
  return { shownS: shownMs / 1_000, returnedS: returnedMs / 1_000 };
}

/** Mends the part and measures until all is healthy. A server that must start first counts from when it works. */
export async function returns(
  plane: Plane,
  part: Part,
  fault: FaultName,
  expected: Expected,
): Promise<number> {
  await HOW[fault].mend(part);
  const withinMs = expected.returnsWithinMs;
  const tookMs = await untilHealth(plane.backend, ALL_WELL.health, { since: performance.now(), withinMs });
  expect(tookMs).toBeLessThan(withinMs);
  return tookMs;
}

/** All answers are the table's, and the details give the reason. */
export async function isTold(plane: Plane, part: Part, { down, answers }: Expected): Promise<void> {
  const asksCcxt = part.name !== 'ccxt';
  const { ccxt, ...others } = answers;
  expect(await answersOf(plane, asksCcxt)).toEqual(asksCcxt ? { ...others, ccxt } : others);
  const check = down === null ? undefined : (await detailsOf(plane.backend)).checks[down.service];
  expect(check?.last_error?.reason).toBe(down?.reason);
  expect(check?.consecutive_failures).toBeGreaterThan(1);
}

/** Slow is not down: it stays healthy, and the latency says how slow it is. */
async function staysHealthy(plane: Plane, part: Part, fault: FaultName): Promise<Measured> {
  await HOW[fault].strike(part);
  const latencyMs = () => latencyOf(plane, part.name);
  const limit = { timeoutMs: 2 * (SCALE.exchangeIntervalMs + SCALE.exchangeTimeoutMs) + SCALE.marginMs };
  await eventually(async () => expect(await latencyMs()).toBeGreaterThan(0.95 * SCALE.slowMs), limit);
  await holds(plane.backend, ALL_WELL.health, SLOW_FOR_MS);
  expect(await answersOf(plane, true)).toEqual(ALL_WELL);
  expect(await latencyMs()).toBeLessThan(SCALE.timeoutMs);
  await HOW[fault].mend(part);
  await eventually(async () => expect(await latencyMs()).toBeLessThan(0.5 * SCALE.slowMs), limit);
  return { shownS: null, returnedS: null };
}

export function changesOf({ down }: Expected) {
  if (down === null) return [];
  return [
    { service: down.service, to: 'down', reason: down.reason },
    { service: down.service, to: 'up', reason: null },
  ];
}
