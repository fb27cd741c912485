import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCheckFill } from './check/check-fill.js';
import { isProblem } from './problem.js';
import { readBody } from './read/read-body.js';

const NOW = Date.UTC(2026, 2, 3, 12);
const COLUMNS = [
  ...['id', 'symbol', 'side', 'price', 'amount', 'executed_at', 'position_side', 'contract_size'],
  ...['funding', 'fee_cost', 'fee_currency'],
];

const decimal = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => (places === 0 ? String(digits) : `${digits}e-${places}`));
const fill = fc.record({
  id: fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    .filter((id) => id.trim() === id && !/\p{Cc}/u.test(id)),
  symbol: fc.constantFrom('BTC/USDT:USDT', 'kPEPE/USDC:USDC'),
  side: fc.constantFrom('buy', 'sell'),
  price: decimal,
  amount: decimal,
  executed_at: fc.integer({ min: Date.UTC(2010, 0), max: NOW }).map((time) => new Date(time).toISOString()),
  position_side: fc.constantFrom('long', 'short', 'both', undefined),
  contract_size: fc.option(decimal, { nil: undefined }),
  funding: fc.option(decimal, { nil: undefined }),
  fee_cost: decimal,
  fee_currency: fc.constantFrom('USDT', 'BNB', 'BTC'),
});
type Given = typeof fill extends fc.Arbitrary<infer T> ? T : never;

const jsonOf = ({ fee_cost: cost, fee_currency: currency, ...fields }: Given): string =>
  JSON.stringify({ ...fields, price: 'PRICE', fee: { cost, currency } }).replace('"PRICE"', fields.price);
const csvOf = (given: Given): string =>
  COLUMNS.map((name) => given[name as keyof Given] ?? '')
    .map((value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');

function taken(type: string, text: string): unknown[] {
  const check = createCheckFill(NOW);
  return readBody(type, Buffer.from(text)).lines.map((line) => (isProblem(line) ? line : check(line.fields)));
}

test('the same fills are the same as JSON, NDJSON and CSV', () => {
  fc.assert(
    fc.property(fc.array(fill, { minLength: 1, maxLength: 20 }), (fills) => {
      const json = taken('application/json', `{"fills":[${fills.map(jsonOf).join(',\n')}]}`);
      expect(taken('application/x-ndjson', fills.map(jsonOf).join('\r\n'))).toEqual(json);
      expect(taken('text/csv', [COLUMNS.join(','), ...fills.map(csvOf)].join('\n'))).toEqual(json);
      expect(json.map((one) => (one as { id: string }).id)).toEqual(fills.map(({ id }) => id));
    }),
  );
});
