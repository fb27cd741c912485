import type { KeyPermissions } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { CredentialPieces } from '../configured/credentials.js';
import type { Credentials } from '../configured/exchange.js';
import type { KeyParts } from './engine.js';
import { NOTHING_CHANGED } from './errors.js';

/**
 * Puts the parts of a key together as the exchange wants them; undefined where none is given.
 *
 * @throws {AppError} `bad_request` naming what is missing; `not_supported` when a key of that exchange cannot be configured
 */
export function completeKey(
  name: string,
  { apiKey, secret, password }: CredentialPieces,
  partsOf: (name: string) => KeyParts,
): Credentials | undefined {
  if (apiKey === undefined && secret === undefined && password === undefined) return undefined;
  const wanted = partsOf(name);
  if (wanted.unsupported.length > 0) {
    throw new AppError(
      'not_supported',
      `${name} signs in with ${wanted.unsupported.join(' and ')}, which is not supported yet. Leave the key out to use its public data.`,
    );
  }
  if (apiKey === undefined || secret === undefined) {
    const missing = [...(apiKey === undefined ? ['key'] : []), ...(secret === undefined ? ['secret'] : [])];
    throw new AppError('bad_request', `${missing.join(' and ')}: missing. Key and secret come together.`);
  }
  if (wanted.password && password === undefined) {
    throw new AppError('bad_request', `password: missing. ${name} gives one (a passphrase) with each key.`);
  }
  return { apiKey, secret, ...(password === undefined ? {} : { password }) };
}

/**
 * Judges what a key may do, and returns what to warn of.
 *
 * @throws {AppError} `key_refused` for one that cannot read, or that can do more and was not allowed to
 */
export function judgePermissions(
  name: string,
  permissions: KeyPermissions | null,
  allowTrading: boolean,
): string[] {
  if (permissions?.read === false) {
    throw new AppError(
      'key_refused',
      `The key cannot read the account. Allow that at ${name}. ${NOTHING_CHANGED}`,
    );
  }
  const deeds = (['trade', 'withdraw'] as const).filter((deed) => permissions?.[deed] === true);
  const unknown = (['trade', 'withdraw'] as const).filter((deed) => (permissions?.[deed] ?? null) === null);
  if (deeds.length > 0 && !allowTrading) {
    throw new AppError(
      'key_refused',
      `The key can ${deeds.join(' and ')}. Make a key at ${name} that can only read, or send "allow_trading_key": true to use this one all the same. ${NOTHING_CHANGED}`,
    );
  }
  return [
    ...(deeds.length > 0
      ? [`The key can ${deeds.join(' and ')}, which is never needed here: a key that can only read is safer.`]
      : []),
    ...(unknown.length > 0
      ? [
          `${name} does not tell whether the key can ${unknown.join(' or ')}: make sure that it can only read.`,
        ]
      : []),
  ];
}
