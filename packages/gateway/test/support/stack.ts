import { readFileSync } from 'node:fs';
import { type Cleanup, makeHome } from '@neuratrade/test-kit';
import { defaultTiming } from '../../src/supervisor/child/timing.js';
import { createStack } from '../../src/supervisor/stack.js';
import { diaryOf, makeContext, type TestService, testService } from './programs.js';

/** Restarts after 50 ms, then 100, 150 … */
export const quick = { ...defaultTiming, restartDelay: (attempt: number) => 50 * attempt };

export type StackOptions = [services: TestService[], settings?: NodeJS.ProcessEnv, timing?: typeof quick];

/** A stack of test programs over a home of its own. It is stopped when the test is over. */
export async function makeTestStack(
  cleanup: Cleanup,
  ...[services, settings = {}, timing = quick]: StackOptions
) {
  const home = cleanup.use(await makeHome());
  const context = makeContext(home, settings);
  const stack = createStack(await Promise.all(services.map(testService)), context, {
    onChange: () => undefined,
    timing,
  });
  cleanup.use(stack);
  const pidOf = (name: string) => stack.services()[name]?.process?.pid ?? 0;
  const diary = () => readFileSync(diaryOf(context), 'utf8').trim().split('\n');
  return { context, stack, pidOf, diary };
}
