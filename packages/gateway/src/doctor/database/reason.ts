import { databaseReason } from '@neuratrade/service-kit';

/** Why a database could not be looked at; what is no error of a network or of PostgreSQL comes from something else. */
export function lookReason(error: unknown): string {
  const reason = databaseReason(error);
  return reason === 'connection failed' || reason === 'unexpected answer'
    ? 'no answer of a PostgreSQL'
    : reason;
}
