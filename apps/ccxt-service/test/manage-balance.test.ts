import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup } from '@neuratrade/test-kit';
import { classifyError } from '../src/exchanges/classify.js';
import { createClient } from '../src/exchanges/client.js';
import { askSigned } from '../src/exchanges/keys/ask-signed.js';
import { createTransport } from '../src/exchanges/transport.js';
import { secretOf, startWithKeys } from './managing.js';
import { setFault } from './service.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup, 'reader');
});
afterAll(() => cleanup.run());

/** Asks as an exchange is asked that does not tell what a key may do. */
async function ask(secret: string): Promise<unknown> {
  const transport = createTransport();
  const options = { timeoutMs: 5_000, simulatorUrl: simulator.url, fetch: transport.fetch };
  const client = createClient({ name: 'simulator', credentials: { apiKey: 'reader', secret } }, options);
  try {
    return await askSigned('an exchange that tells nothing', client);
  } catch (error) {
    const { errorClass, reason } = classifyError(error);
    return [errorClass, reason];
  } finally {
    transport.close();
  }
}

describe('an exchange that does not tell what a key may do is asked for the balance', () => {
  test('which proves the key, and nothing more', async () => {
    expect([await ask(secretOf('reader')), await ask('another-secret')]).toEqual([
      null,
      ['auth', 'access denied'],
    ]);
  });

  test.each(['html', 'empty'])('and an answer that is %s proves nothing', async (kind) => {
    await setFault(simulator.url, { path: '/api/v3/account', kind });
    const outcome = await ask(secretOf('reader'));
    await setFault(simulator.url, 'none');
    expect(outcome).toEqual(['bad_response', 'unexpected answer']);
  });
});
