import { expect, test } from '@jest/globals';
import type { LogFields } from '../log/logger.js';
import { createLifecycle } from './lifecycle.js';
import { serviceVersion } from './version.js';

test('parts stop in reverse order, one after the other, and one that fails stops no other', async () => {
  const seen: string[] = [];
  const errors: [string, LogFields | undefined][] = [];
  const ignore = () => undefined;
  const lifecycle = createLifecycle({
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (...line) => void errors.push(line as never),
  });
  lifecycle.onShutdown('database', () => void seen.push('database'));
  lifecycle.onShutdown('redis', () => {
    throw new Error('already gone');
  });
  lifecycle.onShutdown('server', async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(`server, draining: ${lifecycle.draining}`);
  });
  expect(lifecycle.draining).toBe(false);
  await lifecycle.shutdown();
  expect(seen).toEqual(['server, draining: true', 'database']);
  expect(errors).toEqual([
    ['Part did not stop cleanly', { part: 'redis', error: 'already gone', at: expect.any(String) }],
  ]);
});

test('the version is that of the nearest package.json', () => {
  expect(serviceVersion(import.meta.url)).toMatch(/^\d+\.\d+\.\d+$/);
});
