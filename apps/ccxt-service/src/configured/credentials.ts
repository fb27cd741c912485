import type { Credentials } from './exchange.js';

/** Credentials as they were given, piece by piece. */
export interface CredentialPieces {
  readonly apiKey?: string | undefined;
  readonly secret?: string | undefined;
  readonly password?: string | undefined;
}

/** Credentials, or none; `problem` names what is missing in `wording`'s words. */
export type CredentialsRead =
  | { readonly credentials: Credentials | undefined }
  | { readonly problem: string };

/** Puts pieces together: an API key and a secret belong together, a password only beside them. */
export function joinCredentials(
  pieces: CredentialPieces,
  wording: Readonly<Record<'apiKey' | 'secret', string>>,
): CredentialsRead {
  const { apiKey, secret, password } = pieces;
  if (apiKey !== undefined && secret !== undefined) {
    return { credentials: { apiKey, secret, ...(password === undefined ? {} : { password }) } };
  }
  if (apiKey === undefined && secret === undefined && password === undefined) {
    return { credentials: undefined };
  }
  const missing = (['apiKey', 'secret'] as const).filter((piece) => pieces[piece] === undefined);
  const names = missing.map((piece) => wording[piece]).join(' and ');
  return {
    problem: `${names} ${missing.length === 1 ? 'is' : 'are'} not set: an exchange needs key and secret together, or neither for public data`,
  };
}
