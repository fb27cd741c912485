import { expect, test } from '@jest/globals';
import { createRefreshes } from './refreshes.js';

test('while one press of a button is worked on, and right after, further ones are none', async () => {
  const refreshes = createRefreshes();
  let done = 0;
  const press = async (message: string, data: string) => {
    const reply = await refreshes.once(message, data, async () => {
      done += 1;
      return { done };
    });
    return reply?.done;
  };
  expect(await Promise.all([press('m', 'a'), press('m', 'a'), press('n', 'a'), press('m', 'a')])).toEqual([
    ...[1, undefined, 2, undefined],
  ]);
  expect([await press('m', 'a'), await press('m', 'b'), await press('m', 'a')]).toEqual([undefined, 3, 4]);
});

test('a press that failed or was refused may be tried again at once', async () => {
  const refreshes = createRefreshes();
  const fail = () => refreshes.once('m', 'a', () => Promise.reject(new Error('unreachable')));
  await expect(fail()).rejects.toThrow('unreachable');
  await expect(fail()).rejects.toThrow('unreachable');
  const refuse = () => refreshes.once('m', 'a', async () => ({ alert: true }));
  expect([await refuse(), await refuse()]).toEqual([{ alert: true }, { alert: true }]);
});
