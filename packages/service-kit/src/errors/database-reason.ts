import { errorCodes, reasonOf } from './reason.js';

/** The code that marks an answer which is not PostgreSQL's. */
export const NOT_POSTGRES = 'NOT_POSTGRES';

/** PostgreSQL's SQLSTATE classes in a few stable words. Source: PostgreSQL documentation, appendix A. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'authentication failed',
  '28000': 'authentication failed',
  '3D000': 'database does not exist',
  '25006': 'read-only',
  '42501': 'permission denied',
  '42P01': 'table missing',
  '53100': 'disk full',
  '53200': 'out of memory',
  '53300': 'too many connections',
  '57P01': 'connection closed by the server',
  '57P02': 'connection closed by the server',
  '57P03': 'not accepting connections',
  '57014': 'query timeout',
  ENOENT: 'no such socket',
  [NOT_POSTGRES]: 'unexpected answer',
};

const MESSAGES: readonly [RegExp, string][] = [
  [/establishing an SSL connection/, 'unexpected answer'],
  [/does not support SSL/, 'server without TLS'],
  [/timeout/i, 'connection timeout'],
  [/terminated|closed/i, 'connection reset'],
];

/** Why a call of a PostgreSQL failed, in a few stable words, without the driver's own text. */
export function databaseReason(error: unknown): string {
  for (const code of errorCodes(error)) {
    const reason = REASONS[code];
    if (reason !== undefined) return reason;
  }
  const reason = reasonOf(error);
  if (reason !== 'connection failed') return reason;
  const message = error instanceof Error ? error.message : '';
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? reason;
}
