import { AppError } from '@neuratrade/service-kit';
import { type ConfiguredExchange, commandFor, labelOf } from '../configured/exchange.js';
import type { AccountKey, AccountsOfExchange, PrivateData } from './private-data.js';

/** The accounts whose exchanges are configured. */
export interface ConfiguredAccounts {
  /** Undefined while the service starts. */
  configured(): readonly ConfiguredExchange[] | undefined;
  /** Undefined for an exchange that no account has enabled. */
  accountsOf(name: string): AccountsOfExchange | undefined;
}

/** @throws {AppError} `not_found` or `conflict` with the command that mends it; `unavailable` while the service starts */
export function findAccount(
  { configured, accountsOf }: ConfiguredAccounts,
  name: string,
  account: string,
): PrivateData {
  const exchanges = configured();
  if (exchanges === undefined) {
    throw new AppError('unavailable', 'This service is starting. Ask again in a second.', {
      retryAfterSeconds: 1,
    });
  }
  const found = exchanges.find((exchange) => exchange.name === name && exchange.account === account);
  const command = (verb: Parameters<typeof commandFor>[0]) => commandFor(verb, { name, account });
  if (found === undefined) {
    throw new AppError(
      'not_found',
      `${labelOf({ name, account })} is not configured: add it with ${command('add')}.`,
    );
  }
  const { credentials } = found;
  if (credentials === undefined) {
    throw new AppError('conflict', `${labelOf(found)} has no key: give it one with ${command('keys')}.`);
  }
  const accounts = accountsOf(name);
  if (!found.enabled || accounts === undefined) {
    throw new AppError('conflict', `${labelOf(found)} is disabled: enable it with ${command('enable')}.`);
  }
  return accounts.dataOf({ account, credentials }, keysOf(exchanges, name));
}

function keysOf(exchanges: readonly ConfiguredExchange[], name: string): AccountKey[] {
  return exchanges.flatMap(({ name: other, account, credentials }) =>
    other === name && credentials !== undefined ? [{ account, credentials }] : [],
  );
}
