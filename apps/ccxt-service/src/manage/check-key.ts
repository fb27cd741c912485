import type { KeyPermissions } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { Credentials } from '../configured/exchange.js';
import { type Redaction, secretsIn } from '../configured/redaction.js';
import { ExchangeFailure } from '../connectivity/failure.js';
import type { ExchangeEngine } from './engine.js';
import { NOTHING_CHANGED, notVerified } from './errors.js';
import { judgePermissions } from './key-policy.js';

/**
 * Asks the exchange whether it accepts a key, and judges what the key may do.
 *
 * @throws {AppError} `key_refused`, by the exchange or by us; `exchange_*` when that could not be found out
 */
export type CheckKey = (
  name: string,
  credentials: Credentials,
  allowTrading: boolean,
) => Promise<{ readonly permissions: KeyPermissions | null; readonly warnings: string[] }>;

export interface CheckKeyOptions {
  readonly engine: Pick<ExchangeEngine, 'verifyKey'>;
  readonly redaction: Redaction;
}

export function createCheckKey({ engine, redaction }: CheckKeyOptions): CheckKey {
  return async (name, credentials, allowTrading) => {
    redaction.learn(secretsIn(credentials));
    const verdict = await engine.verifyKey(name, credentials).catch((error: unknown) => {
      throw error instanceof ExchangeFailure ? notVerified(name, error) : error;
    });
    if (!verdict.accepted) {
      throw new AppError(
        'key_refused',
        `${name} does not accept the key: ${verdict.reason}. ${NOTHING_CHANGED}`,
      );
    }
    const { permissions } = verdict;
    return { permissions, warnings: judgePermissions(name, permissions, allowTrading) };
  };
}
