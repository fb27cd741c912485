import { AppError } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Transfer } from '../accounts/transfers.js';
import type { ExchangeParts } from '../protocol/endpoint.js';
import { accountOf, describeHoldings } from './accounts.js';
import { accountField, amountField, assetField, instantField } from './fields.js';
import { parseWish } from './wish.js';

const schema = z.strictObject({
  account: accountField.optional(),
  key: z.string('must be a text').optional(),
  adjust_balances: z.boolean('must be true or false').default(true),
  type: z.enum(['deposit', 'withdrawal'], 'must be deposit or withdrawal'),
  asset: assetField,
  amount: amountField,
  fee: amountField.default(0n),
  id: z
    .string('must be a text')
    .min(1, 'must not be empty')
    .max(128, 'must be at most 128 characters')
    .optional(),
  at: instantField.optional(),
});

/** Puts a deposit or a withdrawal into an account's history; its balance follows, unless it is not to be adjusted. */
export function putTransfer({ accounts, desk }: ExchangeParts, wish: unknown, now: number) {
  const read = parseWish(schema, wish, 'transfer');
  const account = accountOf(accounts, read);
  desk.settle(account, now);
  const id = read.id ?? `${read.type}-${account.uid}-${account.transfers.size + 1}`;
  if (account.transfers.has(id)) throw new AppError('conflict', `There is a transfer ${id} already.`);
  const change = read.type === 'deposit' ? read.amount : -(read.amount + read.fee);
  if (read.adjust_balances) {
    if (account.balances.of(read.asset).free + change < 0n) {
      throw new AppError('bad_request', `The account has too little ${read.asset} for this withdrawal.`);
    }
    account.balances.add(read.asset, change);
  }
  const { asset, amount, fee } = read;
  const transfer: Transfer = { id, kind: read.type, asset, amount, fee, time: read.at ?? now };
  account.transfers.add(transfer);
  account.updatedAt = now;
  return { account: account.name, id, ...describeHoldings(account) };
}
