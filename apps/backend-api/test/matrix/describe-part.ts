import { afterAll, afterEach, beforeAll, describe, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { runBoot } from './boot.js';
import { expectedOf, FAULTS, type FaultName, type PartName } from './expected.js';
import { HOW } from './faults.js';
import { runFlapping, runUnconfirmed } from './flapping.js';
import { detailsOf, type Plane } from './observe.js';
import { type Part, partOf } from './parts.js';
import { type Rig, startRig } from './rig.js';
import { type Measured, runCell } from './run-cell.js';
import { type Row, writeTable } from './table.js';
import { undisturbed } from './undisturbed.js';
import { expectCleanOutput } from './vitals.js';

/** Registers one test for each fault of a part. */
export function describePart(name: PartName): void {
  jest.setTimeout(240_000);
  const cleanup = createCleanup();
  const rows: Row[] = [];
  let rig: Rig;
  let plane: Plane;
  let part: Part;

  beforeAll(async () => {
    rig = await startRig(cleanup);
    plane = { backend: rig.backend, ccxt: rig.ccxt };
    part = partOf(rig, name);
  });
  afterAll(async () => {
    await cleanup.run();
    const file = process.env.MATRIX_TABLE;
    if (file !== undefined) await writeTable(file, rows);
  });
  afterEach(async () => expectCleanOutput(rig, [plane], JSON.stringify(await detailsOf(plane.backend))));

  const runOf = (fault: FaultName): Promise<Measured> => {
    if (fault === 'down at boot') return runBoot(rig, part);
    if (fault === 'flapping every 2 s') return runFlapping(rig, plane, part);
    if (fault === 'flapping unconfirmed') return runUnconfirmed(rig, plane, part);
    return runCell(rig, plane, part, fault);
  };

  describe(`${name}: what is told, how soon, and how soon it ends`, () => {
    test.each(FAULTS)('%s', async (fault) => {
      const measured = await undisturbed(
        () => runOf(fault),
        () => HOW[fault].mend(part),
      );
      const { down } = expectedOf(name, fault, '<host>');
      const words = down === null ? 'healthy' : `${down.service}: unhealthy: ${down.reason}`;
      rows.push({ part: name, fault, words, ...measured });
    });
  });
}
