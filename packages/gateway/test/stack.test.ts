import { existsSync, readFileSync, renameSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { makeTestStack, quick, type StackOptions } from './support/stack.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const setUp = (...options: StackOptions) => makeTestStack(cleanup, ...options);

describe('starting and stopping', () => {
  test('what is needed is up first, and everything stops in the opposite order', async () => {
    const { context, stack, diary } = await setUp([
      { name: 'one', program: 'server', env: { SLOW_MS: '150' } },
      { name: 'two', program: 'server', needs: ['one'] },
      { name: 'three', program: 'server', after: ['two'] },
    ]);
    await stack.start();
    const pids = Object.values(stack.services()).map(({ process }) => process?.pid ?? 0);
    expect(
      ['one', 'two', 'three'].map((name) => Number(readFileSync(context.paths.pidFile(name), 'utf8'))),
    ).toEqual(pids);
    await stack.stop();
    expect(diary().filter((line) => line.endsWith('stops'))).toEqual([
      'three stops',
      'two stops',
      'one stops',
    ]);
    expect(context.lines.map((line) => line.replace(/\d+/, 'N'))).toEqual([
      ...['ONE', 'TWO', 'THREE'].map((title) => `${title} started (PID: N)`),
      ...['THREE', 'TWO', 'ONE'].map((title) => `${title} stopped (PID: N)`),
    ]);
    expect(pids.map(identityOf)).toEqual([undefined, undefined, undefined]);
    expect(['one', 'two', 'three'].map((name) => existsSync(context.paths.pidFile(name)))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a process that ignores SIGTERM is killed after the deadline', async () => {
    const { stack, pidOf } = await setUp([{ name: 'one', program: 'server', env: { STUBBORN: 'yes' } }], {
      SHUTDOWN_DEADLINE_MS: '100',
    });
    await stack.start();
    const pid = pidOf('one');
    await stack.stop();
    expect(identityOf(pid)).toBeUndefined();
  });

  test('stopping in the middle of a start leaves nothing running and starts nothing more', async () => {
    const { stack, diary, pidOf } = await setUp([
      { name: 'one', program: 'server', env: { SLOW_MS: '5000' } },
      { name: 'two', program: 'server', needs: ['one'] },
    ]);
    const start = stack.start().catch(() => 'given up');
    await eventually(() => expect(diary()).toEqual(['one runs']));
    const pid = pidOf('one');
    await stack.stop();
    expect(await start).toBe('given up');
    expect(identityOf(pid)).toBeUndefined();
    expect(diary()).toEqual(['one runs', 'one stops']);
  });

  test('SIGHUP is passed on', async () => {
    const { stack, diary } = await setUp([{ name: 'one', program: 'server' }]);
    await stack.start();
    stack.reload();
    await eventually(() => expect(diary()).toEqual(['one runs', 'one reopens']));
  });
});

describe('a start that fails', () => {
  test('shows every line of a bad configuration', async () => {
    const { stack } = await setUp([{ name: 'one', program: 'bad-setting' }]);
    await expect(stack.start()).rejects.toMatchObject({
      problems: [
        'ONE ended while starting (exit code 1).',
        'LOG_LEVEL=loud: must be one of debug, info',
        'CCXT_PORT=x: must be a port',
      ],
    });
    expect(stack.services().one?.state).toBe('failed');
  });

  test('repeats what a crashed process said last, without the password in it', async () => {
    const { stack } = await setUp([{ name: 'one', program: 'crash' }]);
    await expect(stack.start()).rejects.toMatchObject({
      problems: ['ONE ended while starting (exit code 3): cannot reach postgres://user:[redacted]@db/x'],
    });
  });

  test('names a process that never answers', async () => {
    const { context, stack, pidOf } = await setUp(
      [{ name: 'one', program: 'silent' }],
      {},
      { ...quick, answerWithinMs: 1_000 },
    );
    await expect(stack.start()).rejects.toMatchObject({
      problems: [
        expect.stringMatching(
          /^ONE gave no answer within 1 s \(waited for an answer from http:\/\/127\.0\.0\.1:\d+\/live\)\. See /,
        ),
      ],
    });
    const pid = pidOf('one');
    await stack.stop();
    expect(identityOf(pid)).toBeUndefined();
    expect(context.lines.at(-1)).toBe(`ONE stopped (PID: ${pid})`);
  });
});

describe('a process that ends', () => {
  test('is started again, and both its end and its return are told', async () => {
    const { context, stack, pidOf } = await setUp([{ name: 'one', program: 'server' }]);
    await stack.start();
    const first = pidOf('one');
    process.kill(first, 'SIGKILL');
    await eventually(() => expect(stack.services().one).toMatchObject({ state: 'up', restarts: 1 }));
    const second = pidOf('one');
    expect(second).not.toBe(first);
    expect(context.lines).toEqual([
      `ONE started (PID: ${first})`,
      'ONE ended (killed by SIGKILL); next start in 1 s',
      `ONE started (PID: ${second})`,
    ]);
    expect(readFileSync(context.paths.pidFile('one'), 'utf8')).toBe(`${second}\n`);
  });

  test('is tried again for as long as it takes, each time later', async () => {
    const delays: number[] = [];
    const timing = {
      ...quick,
      restartDelay: (attempt: number) => {
        delays.push(attempt);
        return 20;
      },
    };
    const { stack, context, pidOf } = await setUp([{ name: 'one', program: 'server' }], {}, timing);
    await stack.start();
    const program = `${context.root}/programs/server.mjs`;
    renameSync(program, `${program}.away`);
    process.kill(pidOf('one'), 'SIGKILL');
    await eventually(() => expect(stack.services().one?.restarts).toBeGreaterThan(2));
    renameSync(`${program}.away`, program);
    await eventually(() => expect(stack.services().one?.state).toBe('up'));
    const attempts = [...new Set(delays)];
    expect(attempts).toEqual(attempts.map((_, index) => index + 1));
    expect(attempts.length).toBeGreaterThan(2);
  });

  test('stays down when the stack is being stopped', async () => {
    const { stack, diary, pidOf } = await setUp([{ name: 'one', program: 'server' }]);
    await stack.start();
    process.kill(pidOf('one'), 'SIGKILL');
    await eventually(() => expect(stack.services().one?.state).toBe('restarting'));
    await stack.stop();
    expect(stack.services().one).toMatchObject({ state: 'stopped', process: null });
    expect(diary()).toEqual(['one runs']);
  });
});
