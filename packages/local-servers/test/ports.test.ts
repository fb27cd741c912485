import { afterEach, expect, test } from '@jest/globals';
import { firstFreePort, freePort, isPortFree } from '../src/ports.js';
import { createScope } from './support.js';

const { cleanUp, occupy } = createScope();
afterEach(cleanUp);

test('a port is free until something listens on it', async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  await occupy(port);
  expect(await isPortFree(port)).toBe(false);
});

test('the first free one of the preferred ports is taken', async () => {
  const [taken, free] = [await freePort(), await freePort()];
  await occupy(taken);
  expect(await firstFreePort([undefined, taken, free])).toBe(free);
});

test('a port that is claimed for something else is never taken, free or not', async () => {
  const [claimed, free] = [await freePort(), await freePort()];
  expect(await firstFreePort([claimed, free], [claimed])).toBe(free);
  expect([claimed, free]).not.toContain(await firstFreePort([claimed, free], [claimed, free]));
});
