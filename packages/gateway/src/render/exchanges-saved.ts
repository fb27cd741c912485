import { type ExchangeSaved, type KeyPermissions, MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import pc from 'picocolors';

/** What a change left, in a line, with what the key may do and warnings below. */
export function renderSaved({ exchange, permissions, warnings }: ExchangeSaved, what: string): string {
  const state = exchange.enabled ? '' : pc.yellow(' It is disabled.');
  return [
    `${labelOf(exchange.name, exchange.account)} is ${what}.${what === 'disabled' ? '' : state}`,
    ...(permissions === null ? [] : [`The key may ${describePermissions(permissions)}.`]),
    ...warnings.map((warning) => `${pc.yellow('!')} ${warning}`),
  ].join('\n');
}

/** An exchange by its name, with the account where that is not the default. */
export function labelOf(name: string, account = MAIN_ACCOUNT): string {
  return account === MAIN_ACCOUNT ? name : `${name} (account ${account})`;
}

/** `read; not trade or withdraw`, `read and trade; withdraw is not told`. */
export function describePermissions(permissions: KeyPermissions): string {
  const which = (value: boolean | null) =>
    Object.entries(permissions).flatMap(([name, allowed]) => (allowed === value ? [name] : []));
  const [may, mayNot, untold] = [which(true), which(false), which(null)];
  return [
    may.length === 0 ? [] : may.join(' and '),
    mayNot.length === 0 ? [] : `not ${mayNot.join(' or ')}`,
    untold.length === 0 ? [] : `${untold.join(' and ')} ${untold.length > 1 ? 'are' : 'is'} not told`,
  ]
    .flat()
    .join('; ');
}
