import { expect, test } from '@jest/globals';
import { createRedactor } from '@neuratrade/service-kit';
import type { DoctorContext } from './context.js';
import { failed, ok } from './finding.js';
import { runChecks } from './run.js';

const context = { redact: createRedactor(['canary-of-the-doctor']) } as DoctorContext;

test('a check that throws or never ends is a finding, and holds up no other; secrets do not show', async () => {
  const done: string[] = [];
  const begun = performance.now();
  const findings = await runChecks(
    [
      { id: 'stuck', run: () => new Promise(() => undefined) },
      {
        id: 'broken',
        run: async () => {
          throw new Error('no such file: canary-of-the-doctor');
        },
      },
      { id: 'fine', run: async () => [ok('fine', 'well', { key: 'canary-of-the-doctor' })] },
    ],
    context,
    ({ id }) => done.push(id),
  );
  expect(performance.now() - begun).toBeLessThan(4_500);
  expect(done.at(-1)).toBe('stuck');
  expect(findings).toEqual([
    failed(
      'stuck',
      'no result within 3.5 s',
      'Look whether this machine is overloaded, or a disk of it hangs (dmesg | tail), and run neuratrade doctor again.',
    ),
    failed(
      'broken',
      'could not be looked at: no such file: [redacted]',
      'Mend that, and run neuratrade doctor again.',
    ),
    ok('fine', 'well', { key: '[redacted]' }),
  ]);
}, 10_000);

test('a secret of digits spoils no number', async () => {
  const digits = { redact: createRedactor(['123456']) } as DoctorContext;
  const check = {
    id: 'disk',
    run: async () => [ok('disk', 'the key is 123456', { free_bytes: 71_123_456 })],
  };
  expect(await runChecks([check], digits)).toEqual([
    ok('disk', 'the key is [redacted]', { free_bytes: 71_123_456 }),
  ]);
});
