import { createHash } from 'node:crypto';
import type { Transfer } from '../../accounts/transfers.js';
import { ExchangeError } from '../answer.js';
import type { SignedContext, SignedEndpoint } from '../endpoint.js';
import { timeRange } from '../time-range.js';
import { writeAmount } from '../write-order.js';

const MOST = 1_000;
const NINETY_DAYS_HOURS = 90 * 24;
const HOUR = 3_600_000;
const DEPOSIT_DONE = 1;
const WITHDRAWAL_DONE = 6;

/** Money that came in, the latest first. */
export const deposits: SignedEndpoint = {
  method: 'GET',
  path: '/sapi/v1/capital/deposit/hisrec',
  needs: 'read',
  answer(context) {
    context.parameters.flag('includeSource');
    return { weight: 1, body: listed(context, 'deposit', DEPOSIT_DONE).map(writeDeposit) };
  },
};

/** Money that went out, the latest first. */
export const withdrawals: SignedEndpoint = {
  method: 'GET',
  path: '/sapi/v1/capital/withdraw/history',
  needs: 'read',
  countsFor: 'account',
  answer: (context) => ({
    weight: 18_000,
    body: listed(context, 'withdrawal', WITHDRAWAL_DONE).map(writeWithdrawal),
  }),
};

function listed({ key, parameters, now }: SignedContext, kind: Transfer['kind'], done: number): Transfer[] {
  const { startTime, endTime } = timeRange(parameters, NINETY_DAYS_HOURS);
  const status = parameters.whole('status');
  const limit = parameters.whole('limit') ?? MOST;
  if (limit > MOST || limit === 0) {
    throw new ExchangeError(-1130, "Data sent for parameter 'limit' is not valid.");
  }
  const end = endTime ?? now;
  const found = key.account.transfers.list({
    kind,
    asset: parameters.text('coin'),
    startTime: startTime ?? end - NINETY_DAYS_HOURS * HOUR,
    endTime: end,
    offset: parameters.whole('offset') ?? 0,
    limit,
  });
  return status === undefined || status === done ? found : [];
}

function hashOf({ id }: Transfer): string {
  return createHash('sha256').update(id).digest('hex');
}

function writeDeposit(transfer: Transfer) {
  return {
    id: transfer.id,
    amount: writeAmount(transfer.amount),
    coin: transfer.asset,
    network: transfer.asset,
    status: DEPOSIT_DONE,
    address: hashOf(transfer).slice(0, 34),
    addressTag: '',
    txId: hashOf(transfer),
    insertTime: transfer.time,
    completeTime: transfer.time,
    transferType: 0,
    confirmTimes: '1/1',
    unlockConfirm: 1,
    walletType: 0,
  };
}

function writeWithdrawal(transfer: Transfer) {
  const instant = new Date(transfer.time).toISOString().slice(0, 19).replace('T', ' ');
  return {
    id: transfer.id,
    amount: writeAmount(transfer.amount),
    transactionFee: writeAmount(transfer.fee),
    coin: transfer.asset,
    status: WITHDRAWAL_DONE,
    address: hashOf(transfer).slice(0, 34),
    txId: hashOf(transfer),
    applyTime: instant,
    network: transfer.asset,
    transferType: 0,
    info: '',
    confirmNo: 1,
    walletType: 0,
    txKey: '',
    completeTime: instant,
  };
}
