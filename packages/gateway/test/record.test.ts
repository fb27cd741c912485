import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, makeHome } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import type { ManagedService } from '../src/services/managed-service.js';
import { defaultTiming } from '../src/supervisor/child/timing.js';
import { createStack } from '../src/supervisor/stack.js';
import { makeContext, testService } from './support/programs.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

function promiseWithResolvers(): { promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('a process is on record from the moment it exists, long before its launch is through', async () => {
  const home = cleanup.use(await makeHome());
  const context = makeContext(home);
  const service = await testService({ name: 'one', program: 'server' });
  const { promise: finished, resolve: finish } = promiseWithResolvers();
  const slow: ManagedService = {
    ...service,
    launch: async (of, onSpawn) => {
      const launched = await service.launch(of, onSpawn);
      onSpawn(launched);
      await finished;
      return launched;
    },
  };
  const stack = cleanup.use(
    createStack([slow], context, { onChange: () => undefined, timing: defaultTiming }),
  );
  const start = stack.start();
  await eventually(() => expect(stack.services().one?.process).not.toBeNull());
  const { state, process: recorded, port } = stack.services().one ?? {};
  expect([state, recorded, port]).toEqual(['starting', identityOf(recorded?.pid ?? 0), expect.any(Number)]);
  expect(readFileSync(context.paths.pidFile('one'), 'utf8')).toBe(`${recorded?.pid}\n`);
  finish();
  await start;
  expect(stack.services().one).toMatchObject({ state: 'up', process: recorded });
});
