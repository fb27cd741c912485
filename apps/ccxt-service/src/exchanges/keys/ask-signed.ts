import type { KeyPermissions } from '@neuratrade/api-contracts';
import type { Exchange } from 'ccxt';
import { ExchangeFailure } from '../../connectivity/failure.js';
import { PERMISSION_QUESTIONS } from './permissions.js';

/**
 * Asks an exchange something small that needs the client's key: what the key may do, or for the balance where it does not
 * tell that, with null as the answer. Rejects in ccxt's words when the key is refused.
 */
export async function askSigned(name: string, client: Exchange): Promise<KeyPermissions | null> {
  const question = PERMISSION_QUESTIONS[name];
  if (question !== undefined) {
    const endpoints = client as unknown as Readonly<Record<string, () => Promise<unknown>>>;
    return question.read(await endpoints[question.call]?.());
  }
  const { info } = (await client.fetchBalance()) as { info?: unknown };
  if (!isAnswer(info)) throw new ExchangeFailure('bad_response', 'unexpected answer');
  return null;
}

/** ccxt makes an empty balance of an answer that is a page or has nothing in it. */
function isAnswer(info: unknown): boolean {
  return Array.isArray(info) || (typeof info === 'object' && info !== null && Object.keys(info).length > 0);
}
