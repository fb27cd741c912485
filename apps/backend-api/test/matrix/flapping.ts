import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { ALL_WELL, expectedOf } from './expected.js';
import { HOW } from './faults.js';
import { changesIn, linesIn, type Plane } from './observe.js';
import type { Part } from './parts.js';
import { downDuring, holds } from './poll.js';
import type { Rig } from './rig.js';
import { changesOf, isWell, type Measured } from './run-cell.js';
import { SCALE } from './scale.js';
import { socketsOf, vitalsOf } from './vitals.js';

const TIMES = 3;
/** Connections that come and go with the backend's own work. */
const SPARE_SOCKETS = 3;

/** Lets a part go down and come back again and again. Where each state lasts long enough to be seen, each is told once. */
export async function runFlapping(rig: Rig, plane: Plane, part: Part): Promise<Measured> {
  const fault = 'flapping every 2 s';
  const expected = expectedOf(part.name, fault, part.host);
  await isWell(plane);
  const { pid } = plane.backend.service;
  const [skip, vitals, sockets] = [
    await linesIn(plane.backend),
    await vitalsOf(rig, plane),
    await socketsOf(pid),
  ];
  const flips: number[] = [];
  const flap = async (): Promise<void> => {
    for (let n = 0; n < TIMES; n++) {
      flips.push(performance.now());
      await HOW[fault].strike(part);
      await sleep(part.flapMs);
      flips.push(performance.now());
      await HOW[fault].mend(part);
      await sleep(part.flapMs);
    }
    await isWell(plane);
  };
  const seen = (await downDuring(plane.backend, flap)).slice(1);

  const changes = await changesIn(plane.backend, skip);
  expect(changes).toEqual(Array.from({ length: changes.length / 2 }, () => changesOf(expected)).flat());
  expect(seen.map(({ down }) => down)).toEqual(
    changes.map(({ to, service }) => (to === 'up' ? [] : [service])),
  );
  expect(await vitalsOf(rig, plane)).toEqual(vitals);
  await eventually(async () => expect(await socketsOf(pid)).toBeLessThanOrEqual(sockets + SPARE_SOCKETS), {
    timeoutMs: 15_000,
  });
  if (expected.showsWithinMs - SCALE.marginMs > part.flapMs) return { shownS: null, returnedS: null };

  expect(changes.length).toBe(2 * TIMES);
  const tookS = seen.map(({ at }, index) => (at - (flips[index] ?? Number.NaN)) / 1_000);
  return {
    shownS: Math.max(...tookS.filter((_, index) => index % 2 === 0)),
    returnedS: Math.max(...tookS.filter((_, index) => index % 2 === 1)),
  };
}

/** Cuts every connection to a part again and again, while it takes new ones at once: no check fails twice, nothing is told. */
export async function runUnconfirmed(rig: Rig, plane: Plane, part: Part): Promise<Measured> {
  await isWell(plane);
  const [skip, vitals] = [await linesIn(plane.backend), await vitalsOf(rig, plane)];
  for (let n = 0; n < TIMES; n++) {
    await HOW['flapping unconfirmed'].strike(part);
    await holds(plane.backend, ALL_WELL.health, 2 * SCALE.intervalMs + SCALE.confirmMs);
  }
  await isWell(plane);
  expect(await changesIn(plane.backend, skip)).toEqual([]);
  expect(await vitalsOf(rig, plane)).toEqual(vitals);
  return { shownS: null, returnedS: null };
}
