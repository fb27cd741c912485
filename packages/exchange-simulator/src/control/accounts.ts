import { AppError } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Account } from '../accounts/account.js';
import { AMOUNT_DECIMALS } from '../accounts/amount.js';
import { type Accounts, PERMISSIONS } from '../accounts/registry.js';
import { formatUnits } from '../market/decimals.js';
import { isKeyLike } from '../protocol/signature.js';
import { accountField, amountField, assetField } from './fields.js';
import { parseWish } from './wish.js';

const schema = z.strictObject({
  key: z
    .string('must be a text')
    .refine(isKeyLike, 'must be 1 to 128 letters, digits, dots, dashes or underscores'),
  secret: z.string('must be a text').min(1, 'must not be empty').max(256, 'must be at most 256 characters'),
  account: accountField.optional(),
  balances: z.record(assetField, amountField, 'must be an object such as {"USDT":"8200"}').default({}),
  permissions: z
    .array(
      z.enum(PERMISSIONS, 'must be read, trade or withdraw'),
      'must be a list of read, trade and withdraw',
    )
    .default(['read']),
  bnb_fees: z.boolean('must be true or false').optional(),
});

/**
 * Gives a key to an account, which is opened where there is none of that name; without a name, to one named like the
 * key. Balances that are given are what is free from now on.
 */
export function setAccount(accounts: Accounts, wish: unknown, now: number) {
  const read = parseWish(schema, wish, 'account');
  const account = accounts.open(read.account ?? accounts.key(read.key)?.account.name ?? read.key, now);
  for (const [asset, free] of Object.entries(read.balances)) account.balances.set(asset, free);
  if (read.bnb_fees !== undefined) account.paysFeesInBnb = read.bnb_fees;
  account.updatedAt = now;
  const permissions = PERMISSIONS.filter((permission) => read.permissions.includes(permission));
  accounts.grant({ key: read.key, secret: read.secret, account, permissions, createdAt: now });
  return { account: account.name, key: read.key, permissions, ...describeHoldings(account) };
}

/** Takes a key away. @throws AppError not_found */
export function removeKey(accounts: Accounts, key: string): void {
  if (!accounts.revoke(key)) throw new AppError('not_found', `There is no key ${key}.`);
}

/** Whose account an order is about: named itself, or by one of its keys. @throws AppError not_found */
export function accountOf(
  accounts: Accounts,
  { account: name, key }: { account?: string | undefined; key?: string | undefined },
): Account {
  if (name === undefined && key === undefined) {
    throw new AppError(
      'bad_request',
      'Say whose account it is, as "account" or by one of its keys as "key".',
    );
  }
  const account = name === undefined ? accounts.key(key ?? '')?.account : accounts.find(name);
  if (account !== undefined) return account;
  const what = name === undefined ? `key ${key}` : `account ${name}`;
  throw new AppError('not_found', `There is no ${what}. Open it with POST /_sim/accounts.`);
}

/** An account's holdings, for an answer. */
export function describeHoldings(account: Account) {
  const write = (amount: bigint) => formatUnits(amount, AMOUNT_DECIMALS);
  return {
    balances: Object.fromEntries(
      account.balances
        .list()
        .map(({ asset, free, locked }) => [asset, { free: write(free), locked: write(locked) }]),
    ),
  };
}
