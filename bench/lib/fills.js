/** Prices and amounts as an exchange tells them; the same for the same seed. */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const fromCents = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/**
 * Round trips, a buy and a sell of the same amount each, one after the other over so many symbols, each fill with a fee. Fill `n` of a
 * generator is executed `everyMs` after fill `n − 1`.
 *
 * @param {{ symbols: readonly string[], startsAt: number, everyMs: number, seed?: number }} options
 * @returns {(count: number) => object[]} the next fills, as they are pushed
 */
export function createFills({ symbols, startsAt, everyMs, seed = 1 }) {
  const random = createRandom(seed);
  const cents = symbols.map((_, index) => 10_000 + index * 7_919);
  const amounts = symbols.map(() => '');
  let next = 0;
  const one = () => {
    const n = next++;
    const index = Math.floor(n / 2) % symbols.length;
    const isBuy = n % 2 === 0;
    cents[index] = Math.max(100, cents[index] + Math.round((random() - 0.499) * 60));
    if (isBuy) amounts[index] = fromCents(1 + Math.floor(random() * 500));
    const price = fromCents(cents[index]);
    return {
      id: String(1_000_000_000 + n),
      symbol: symbols[index],
      side: isBuy ? 'buy' : 'sell',
      price,
      amount: amounts[index],
      fee: { cost: fromCents(1 + Math.floor(random() * 200)), currency: 'USDT' },
      executed_at: new Date(startsAt + n * everyMs).toISOString(),
    };
  };
  return (count) => Array.from({ length: count }, one);
}

/** Symbols that no exchange lists. */
export const inventedSymbols = (count) => Array.from({ length: count }, (_, index) => `BENCH${index}/USDT`);
