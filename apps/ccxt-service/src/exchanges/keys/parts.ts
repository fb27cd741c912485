import type { KeyParts } from '../../manage/engine.js';
import { createClient } from '../client.js';
import { createTransport } from '../transport.js';

const SUPPORTED = ['apiKey', 'secret', 'password'];

/** What ccxt wants a key of the exchange to be made of. */
export function keyParts(name: string): KeyParts {
  const options = { timeoutMs: 0, simulatorUrl: undefined, fetch: createTransport().fetch };
  const { requiredCredentials } = createClient({ name }, options);
  const wanted = Object.entries(requiredCredentials)
    .filter(([, required]) => required === true)
    .map(([part]) => part);
  return {
    password: wanted.includes('password'),
    unsupported: wanted.filter((part) => !SUPPORTED.includes(part)),
  };
}
