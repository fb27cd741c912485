import type { Transfers } from '@neuratrade/api-contracts';
import type { Transaction } from 'ccxt';
import { amountOf, decimalOf } from '../market/decimal.js';
import { isTime } from '../market/time.js';
import { unexpected } from '../market/unexpected.js';
import { eachOnce } from './each-once.js';

type Transfer = Transfers['transfers'][number];

/** One transfer with its time in milliseconds. */
export interface FoundTransfer {
  readonly id: string;
  readonly time: number;
  readonly transfer: Transfer;
}

/** ccxt's transactions that are done, in our shape, oldest first and each once. @throws {ExchangeFailure} when one is incomplete */
export function toTransfers(told: unknown): FoundTransfer[] {
  if (!Array.isArray(told)) throw unexpected('no list of transfers');
  const done = (told as Transaction[]).filter(({ status }) => status === 'ok');
  return eachOnce(done.map(toFound)).sort(
    (one, other) => one.time - other.time || (one.id < other.id ? -1 : 1),
  );
}

function toFound({ id, txid, timestamp, currency, amount, fee }: Transaction): FoundTransfer {
  const known = id || txid;
  if (!known) throw unexpected('a transfer without id');
  if (!isTime(timestamp)) throw unexpected('a transfer without time');
  if (!currency) throw unexpected('a transfer without asset');
  const told = amountOf(amount);
  if (told === null) throw unexpected('a transfer without amount');
  const cost = decimalOf(fee?.cost);
  const transfer: Transfer = {
    id: known,
    asset: currency,
    amount: told,
    fee: cost === null ? null : { cost, currency: String(fee?.currency ?? currency) },
    executed_at: new Date(timestamp).toISOString(),
  };
  return { id: known, time: timestamp, transfer };
}
