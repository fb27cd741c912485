import { expect, test } from '@jest/globals';
import { eventually } from './eventually.js';

test('the value of the first check that does not throw is handed back', async () => {
  let checks = 0;
  const value = await eventually(
    () => {
      checks += 1;
      if (checks < 3) throw new Error('not yet');
      return checks;
    },
    { everyMs: 1 },
  );
  expect(value).toBe(3);
});

test('past the deadline the last error is thrown with the time that passed', async () => {
  let checks = 0;
  const never = eventually(
    async () => {
      checks += 1;
      throw new Error(`check ${checks} failed`);
    },
    { timeoutMs: 60, everyMs: 20 },
  );
  const message = await never.catch((error: Error) => error.message);
  expect(message).toMatch(new RegExp(`^still failing after \\d+ ms: check ${checks} failed$`));
});
