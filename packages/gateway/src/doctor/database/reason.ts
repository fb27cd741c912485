import { errorCodes, reasonOf } from '@neuratrade/service-kit';

/** PostgreSQL's SQLSTATE classes in a few stable words. Source: PostgreSQL documentation, appendix A. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'authentication failed',
  '28000': 'authentication failed',
  '3D000': 'database does not exist',
  '53300': 'too many connections',
  '57P01': 'connection closed by the server',
  '57P03': 'not accepting connections',
  ENOENT: 'no such socket',
};

/** Why a database could not be looked at, without the driver's own text. */
export function databaseReason(error: unknown): string {
  for (const code of errorCodes(error)) {
    const reason = REASONS[code];
    if (reason !== undefined) return reason;
  }
  const reason = reasonOf(error);
  if (reason !== 'connection failed' || !(error instanceof Error)) return reason;
  if (/does not support SSL/.test(error.message)) return 'server without TLS';
  if (/timeout/i.test(error.message)) return 'connection timeout';
  return /terminated|closed/i.test(error.message) ? 'connection reset' : 'no answer of a PostgreSQL';
}
