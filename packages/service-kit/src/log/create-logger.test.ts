import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRedactor } from '../redact/redactor.js';
import { createLogger } from './create-logger.js';
import { LINE_FORMATS } from './formats.js';

const fixtureLines = (name: string): Record<string, unknown>[] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('line formats', () => {
  test('iso lines are the sample, byte for byte', () => {
    for (const sample of fixtureLines('log.backend.jsonl')) {
      const { time, level, msg, ...fields } = sample;
      expect(LINE_FORMATS.iso('info', String(msg), fields, new Date(String(time)))).toBe(
        JSON.stringify(sample),
      );
      expect(level).toBe('INFO');
    }
  });

  test('epoch lines are the sample, byte for byte', () => {
    for (const sample of fixtureLines('log.telegram.jsonl')) {
      const { time, level, msg, ...fields } = sample;
      const line = LINE_FORMATS.epoch('info', String(msg), fields, new Date(Number(time) * 1000 + 999));
      expect(line).toBe(JSON.stringify(sample));
      expect(level).toBe('info');
    }
  });

  test('text lines are one line each', () => {
    expect(
      LINE_FORMATS.text('info', 'CCXT Service\nstarted', { pid: 7 }, new Date('2026-03-03T10:30:01.5Z')),
    ).toBe('[2026-03-03 10:30:01] CCXT Service started pid=7');
  });

  test('a field cannot pose as time, level or message', () => {
    const line = LINE_FORMATS.iso('warn', 'Real', { msg: 'x', level: 'x', time: 'x', a: 1 }, new Date(0));
    expect(line).toBe('{"time":"1970-01-01T00:00:00Z","level":"WARN","msg":"Real","a":1}');
  });
});

describe('a logger with a file', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'log-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const open = (level: 'debug' | 'info' | 'warn' | 'error' = 'info', secrets: string[] = []) =>
    createLogger({
      format: 'epoch',
      level,
      file: join(home, 'logs', 'a.log'),
      stdout: false,
      redact: createRedactor(secrets),
    });
  const messages = async (name: string): Promise<string[]> =>
    (await readFile(join(home, 'logs', name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).msg);

  const written = async (name: string): Promise<void> => {
    for (const end = Date.now() + 5_000; Date.now() < end; await sleep(5)) {
      if ((await readFile(join(home, 'logs', name), 'utf8').catch(() => '')) !== '') return;
    }
    throw new Error(`${name} was not written`);
  };

  test('writes the levels that are asked for and above, making its folder', async () => {
    const logger = open('warn');
    logger.debug('d');
    logger.info('i');
    logger.warn('w');
    logger.error('e');
    expect([logger.enabled('info'), logger.enabled('warn')]).toEqual([false, true]);
    await logger.close();
    expect(await messages('a.log')).toEqual(['w', 'e']);
  });

  test('masks secrets in messages and fields', async () => {
    const logger = open('info', ['canary-secret']);
    logger.info('with canary-secret', {
      url: 'http://x?key=canary-secret',
      error: new Error('canary-secret'),
    });
    await logger.close();
    const line = JSON.parse(await readFile(join(home, 'logs', 'a.log'), 'utf8'));
    expect(line).toEqual({
      level: 'info',
      time: expect.any(Number),
      msg: 'with [redacted]',
      url: 'http://x?key=[redacted]',
      error: '[redacted]',
    });
  });

  test('loses no line over a rotation, and appends to what is there after a restart', async () => {
    const logger = open();
    for (let n = 0; n < 500; n++) {
      logger.info(`line ${n}`);
      if (n === 250) {
        await written('a.log');
        await rename(join(home, 'logs', 'a.log'), join(home, 'logs', 'a.log.1'));
        logger.reopen();
      }
    }
    await logger.close();
    const next = open();
    next.info('after the restart');
    await next.close();
    const all = [...(await messages('a.log.1')), ...(await messages('a.log'))];
    expect(all).toEqual([...Array.from({ length: 500 }, (_, n) => `line ${n}`), 'after the restart']);
    expect((await messages('a.log')).at(-1)).toBe('after the restart');
  });

  test('writes what waited once a folder that could not be made can be', async () => {
    await writeFile(join(home, 'logs'), 'in the way');
    const logger = open();
    logger.info('first');
    await sleep(50);
    logger.reopen();
    logger.info('second');
    await rm(join(home, 'logs'));
    logger.reopen();
    await written('a.log');
    logger.info('third');
    await logger.close();
    expect(await messages('a.log')).toEqual(['first', 'second', 'third']);
  });

  test('drops what comes after it was closed', async () => {
    const logger = open();
    logger.info('before');
    const closed = logger.close();
    logger.info('after');
    logger.reopen();
    await closed;
    expect(await messages('a.log')).toEqual(['before']);
  });
});
