import type { ExchangeTest } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { describePermissions, labelOf } from './exchanges-saved.js';
import { formatMs, formatOffset } from './quantities.js';

/** What an exchange and its key answered, a line each. */
export function renderExchangeTest(test: ExchangeTest): string {
  return [labelOf(test.name, test.account), describeReach(test), ...describeKey(test)].join('\n  ');
}

function describeReach({
  reachable,
  latency_ms: latency,
  clock_offset_ms: offset,
  error,
}: ExchangeTest): string {
  if (!reachable) return `${pc.red('✗')} cannot be reached: ${error ?? 'no reason told'}`;
  const speed = latency === null ? '' : ` in ${formatMs(latency)}`;
  return `${pc.green('✓')} answers${speed}${offset === null ? '' : `, its clock ${formatOffset(offset)}`}`;
}

function describeKey({ reachable, key }: ExchangeTest): string[] {
  if (key === null) return reachable ? [`${pc.dim('-')} has no key: public data only`] : [];
  const reason = key.error ?? 'no reason told';
  if (key.accepted === null)
    return [`${pc.yellow('!')} it could not be found out whether it accepts the key: ${reason}`];
  if (!key.accepted) return [`${pc.red('✗')} does not accept the key: ${reason}`];
  const may = key.permissions === null ? '' : `, which may ${describePermissions(key.permissions)}`;
  return [`${pc.green('✓')} accepts the key${may}`];
}
