import { expect, test } from '@jest/globals';
import { createCleanup } from './cleanup.js';

test('what was opened is ended last first, once, even if one step fails', async () => {
  const cleanup = createCleanup();
  const ended: string[] = [];
  const note = (name: string) => async () => ended.push(name);
  cleanup.use({ stop: note('server') });
  cleanup.use({ close: note('proxy') });
  cleanup.add(() => {
    throw new Error('broken step');
  });
  cleanup.use({ remove: note('home') });
  await expect(cleanup.run()).rejects.toThrow('clean-up failed: Error: broken step');
  await cleanup.run();
  expect(ended).toEqual(['home', 'proxy', 'server']);
});
