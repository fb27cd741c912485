import { AppError } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Account } from '../accounts/account.js';
import type { Fill, History } from '../accounts/history.js';
import { parseUnits } from '../market/decimals.js';
import type { MarketSymbol } from '../market/symbols.js';
import type { ExchangeParts } from '../protocol/endpoint.js';
import { baseAmount, quoteAmount } from '../trading/amounts.js';
import { usualCommission } from '../trading/commission.js';
import { accountOf, describeHoldings } from './accounts.js';
import { accountField, amountField, assetField, idField, instantField } from './fields.js';
import { marketNamed } from './market-named.js';
import { parseWish } from './wish.js';

const MOST_FILLS = 100_000;
const number = z.union([z.string(), z.number()], 'must be a decimal text').transform(String);

const fillSchema = z.strictObject({
  symbol: z.string('must be a text'),
  side: z.enum(['buy', 'sell'], 'must be buy or sell'),
  price: number,
  amount: number,
  executed_at: instantField.optional(),
  fee: z
    .strictObject(
      { cost: amountField, currency: assetField },
      'must be such as {"cost":"0.1","currency":"USDT"}',
    )
    .optional(),
  id: idField.optional(),
  order_id: idField.optional(),
  maker: z.boolean('must be true or false').default(false),
});

type FillWish = z.infer<typeof fillSchema>;

const schema = z.strictObject({
  account: accountField.optional(),
  key: z.string('must be a text').optional(),
  adjust_balances: z.boolean('must be true or false').default(true),
  fills: z
    .array(fillSchema, 'must be a list of fills')
    .min(1, 'must not be empty')
    .max(MOST_FILLS, `must be at most ${MOST_FILLS}`),
});

/**
 * Puts fills into an account's history, all or none, each where its time belongs. Ids that are not given follow from
 * the time; fees that are not given are the usual ones. Balances follow, unless they are not to be adjusted.
 */
export function putFills({ market, accounts, desk }: ExchangeParts, wish: unknown, now: number) {
  const read = parseWish(schema, wish, 'list of fills');
  const account = accountOf(accounts, read);
  desk.settle(account, now);
  const sorted = read.fills
    .map((fill) => ({ ...fill, time: fill.executed_at ?? now, market: marketNamed(market, fill.symbol) }))
    .sort((a, b) => a.time - b.time);
  const batches = new Map<MarketSymbol, Fill[]>();
  let orderId = account.orders.nextId();
  for (const entry of sorted) {
    if (entry.time > now) throw wrong(`The fill at ${new Date(entry.time).toISOString()} is in the future.`);
    const batch = batches.get(entry.market) ?? [];
    batches.set(entry.market, batch);
    const id = entry.id ?? freeId(account.fills.of(entry.market.id), batch, entry.time);
    batch.push(toFill(entry.market, entry, { id, orderId: entry.order_id ?? orderId++, time: entry.time }));
  }
  const changes = read.adjust_balances ? changesOf(batches) : new Map<string, bigint>();
  checkFunds(account, changes);
  checkPlaces(account, batches);
  for (const [asset, change] of changes) account.balances.add(asset, change);
  account.updatedAt = now;
  return { account: account.name, stored: sorted.length, ...describeHoldings(account) };
}

function freeId(history: History, batch: readonly Fill[], time: number): number {
  const before = Math.max(history.lastUpTo(time)?.id ?? 0, batch.at(-1)?.id ?? 0);
  return Math.max(Math.floor(time / 1000), before + 1);
}

function toFill(
  symbol: MarketSymbol,
  wish: FillWish,
  known: { id: number; orderId: number; time: number },
): Fill {
  const ticks = parseUnits(wish.price, symbol.tickDecimals) ?? 0;
  const lots = parseUnits(wish.amount, symbol.lotDecimals) ?? 0;
  if (ticks < 1 || lots < 1) {
    throw wrong(
      `The fill of ${wish.amount} ${symbol.unified} at ${wish.price} does not fit the market's tick and lot.`,
    );
  }
  const buyer = wish.side === 'buy';
  const usual = usualCommission(symbol, buyer ? 'BUY' : 'SELL', { ticks, lots });
  const fee = wish.fee ? { asset: wish.fee.currency, amount: wish.fee.cost } : usual;
  return {
    ...known,
    ticks,
    lots,
    commission: fee.amount,
    commissionAsset: fee.asset,
    buyer,
    maker: wish.maker,
  };
}

function changesOf(batches: ReadonlyMap<MarketSymbol, readonly Fill[]>): Map<string, bigint> {
  const changes = new Map<string, bigint>();
  const add = (asset: string, amount: bigint) => changes.set(asset, (changes.get(asset) ?? 0n) + amount);
  for (const [symbol, fills] of batches) {
    for (const { ticks, lots, buyer, commission, commissionAsset } of fills) {
      const sign = buyer ? 1n : -1n;
      add(symbol.base, sign * baseAmount(symbol, lots));
      add(symbol.quote, -sign * quoteAmount(symbol, ticks, lots));
      add(commissionAsset, -commission);
    }
  }
  return changes;
}

function checkFunds(account: Account, changes: ReadonlyMap<string, bigint>): void {
  for (const [asset, change] of changes) {
    if (account.balances.of(asset).free + change >= 0n) continue;
    throw wrong(
      `The account has too little ${asset} for these fills. Give it more with POST /_sim/accounts, or send "adjust_balances":false.`,
    );
  }
}

function checkPlaces(account: Account, batches: ReadonlyMap<MarketSymbol, readonly Fill[]>): void {
  const misplaced = [...batches].find(([symbol, fills]) => !account.fills.of(symbol.id).fits(fills));
  if (misplaced !== undefined) {
    throw new AppError(
      'conflict',
      `The ids of the fills of ${misplaced[0].unified} must be new and ascend with their times.`,
    );
  }
  for (const [symbol, fills] of batches) account.fills.of(symbol.id).merge(fills);
}

function wrong(problem: string): AppError {
  return new AppError('bad_request', problem);
}
