import { reasonOf } from '@neuratrade/service-kit';

const MESSAGES: readonly [RegExp, string][] = [
  [/\b(NOAUTH|WRONGPASS|NOPERM)\b|invalid (username-)?password/i, 'authentication failed'],
  [/\bLOADING\b/, 'loading its data'],
  [/\bMASTERDOWN\b/, 'replica without its master'],
  [/\bREADONLY\b/, 'read-only replica'],
  [/\bOOM\b/, 'out of memory'],
  [/\b(CROSSSLOT|MOVED|CLUSTERDOWN)\b/, 'Redis Cluster is not supported'],
  [/max number of clients/i, 'too many connections'],
  [/timed? ?out/i, 'connection timeout'],
  [/protocol error|unknown RESP type/i, 'unexpected answer'],
  [/closed/i, 'connection reset'],
];

/** Why Redis could not be asked or refused, in a few stable words, without the driver's own text. */
export function redisReason(error: unknown): string {
  const reason = reasonOf(error);
  if (reason !== 'connection failed') return reason;
  const message = error instanceof Error ? error.message : '';
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? reason;
}
