import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { makeTestStack, quick, type StackOptions } from './support/stack.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const setUp = (...options: StackOptions) => makeTestStack(cleanup, ...options);

describe('a restart on request', () => {
  const program = (context: { root: string }, name: string) => `${context.root}/programs/${name}.mjs`;

  test('ends one process in order and starts it at once within the new context, and counts as no crash', async () => {
    const { context, stack, pidOf, diary } = await setUp(
      [
        { name: 'one', program: 'server' },
        { name: 'two', program: 'server', needs: ['one'] },
      ],
      {},
      { ...quick, restartDelay: () => 60_000 },
    );
    await stack.start();
    const [one, two] = [pidOf('one'), pidOf('two')];
    const next = { ...context, env: { ...context.env, NAME: 'new' } };
    await stack.restart('one', next);
    expect(stack.services().one).toMatchObject({ state: 'up', restarts: 0, waiting_for: null });
    expect([identityOf(one), pidOf('two'), stack.contextOf('one') === next]).toEqual([undefined, two, true]);
    expect(diary()).toEqual(['one runs', 'two runs', 'one stops', 'one runs']);
    expect(context.lines.slice(2)).toEqual([
      'ONE is restarted on request',
      `ONE stopped (PID: ${one})`,
      `ONE started (PID: ${pidOf('one')})`,
    ]);
    expect(readFileSync(context.paths.pidFile('one'), 'utf8')).toBe(`${pidOf('one')}\n`);
  });

  test('of one that waits for its restart starts it at once', async () => {
    const { stack, pidOf } = await setUp(
      [{ name: 'one', program: 'server' }],
      {},
      { ...quick, restartDelay: () => 60_000 },
    );
    await stack.start();
    process.kill(pidOf('one'), 'SIGKILL');
    await eventually(() =>
      expect(stack.services().one).toMatchObject({ process: null, waiting_for: 'its restart in 60 s' }),
    );
    await stack.restart('one', stack.contextOf('one'));
    expect(stack.services().one).toMatchObject({ state: 'up', restarts: 0 });
  });

  test('of one that is only just coming back starts it anew', async () => {
    const { context, stack, pidOf } = await setUp([{ name: 'one', program: 'server' }]);
    await stack.start();
    const file = program(context, 'server');
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, 'setInterval(() => undefined, 1000);');
    process.kill(pidOf('one'), 'SIGKILL');
    await eventually(() => expect(stack.services().one?.waiting_for).toMatch(/^an answer/));
    const silent = pidOf('one');
    writeFileSync(file, source);
    await stack.restart('one', context);
    expect([identityOf(silent), stack.services().one?.state]).toEqual([undefined, 'up']);
  });

  test('kills what does not end within its deadline', async () => {
    const { context, stack, pidOf } = await setUp(
      [{ name: 'one', program: 'server', env: { STUBBORN: 'yes' } }],
      { SHUTDOWN_DEADLINE_MS: '100' },
    );
    await stack.start();
    const first = pidOf('one');
    await stack.restart('one', context);
    expect([identityOf(first), stack.services().one?.state]).toEqual([undefined, 'up']);
  });

  test('that fails tells the last words, and goes on trying', async () => {
    const { context, stack, pidOf } = await setUp([{ name: 'one', program: 'server' }]);
    await stack.start();
    const file = program(context, 'server');
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, readFileSync(program(context, 'crash')));
    await expect(stack.restart('one', context)).rejects.toMatchObject({
      problems: ['ONE ended while starting (exit code 3): cannot reach postgres://user:[redacted]@db/x'],
    });
    await eventually(() => expect(stack.services().one?.restarts).toBeGreaterThan(1));
    expect(stack.services().one?.last_exit).toContain('did not come back: ONE ended while starting');
    writeFileSync(file, source);
    await eventually(() => expect(stack.services().one?.state).toBe('up'));
    expect(identityOf(pidOf('one'))).toBeDefined();
  });

  test('that is killed in the middle says so, and the process comes back', async () => {
    const { context, stack, pidOf, diary } = await setUp([
      { name: 'one', program: 'server', env: { SLOW_MS: '400' } },
    ]);
    await stack.start();
    const first = pidOf('one');
    const restart = stack.restart('one', context).catch((error: unknown) => error);
    await eventually(() => {
      expect(diary()).toHaveLength(3);
      expect(pidOf('one')).not.toBe(first);
    });
    process.kill(pidOf('one'), 'SIGKILL');
    expect(await restart).toMatchObject({ problems: ['ONE ended while starting (killed by SIGKILL).'] });
    await eventually(() => expect(stack.services().one).toMatchObject({ state: 'up', restarts: 1 }));
  });

  test('is given up when the stack is stopped, which leaves nothing running', async () => {
    const { context, stack, pidOf, diary } = await setUp([
      { name: 'one', program: 'server', env: { SLOW_MS: '2000' } },
    ]);
    await stack.start();
    const restart = stack.restart('one', context).catch((error: unknown) => error);
    await eventually(() => expect(diary()).toHaveLength(3));
    const second = pidOf('one');
    await stack.stop();
    expect(await restart).toMatchObject({ problems: ['NeuraTrade was stopped in the middle of it.'] });
    expect([identityOf(second), stack.services().one?.state]).toEqual([undefined, 'stopped']);
    expect(diary()).toEqual(['one runs', 'one stops', 'one runs', 'one stops']);
  });
});
