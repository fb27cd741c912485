import { expect, test } from '@jest/globals';
import type { Execution } from '@neuratrade/api-contracts';
import fc from 'fast-check';
import { judgePage, type Page } from './judge.js';
import { afterPage, NOTHING_READ, passOf } from './progress.js';

const NOW = Date.parse('2026-03-03T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const trade = (id: number, at: number): Execution => ({
  id: String(id),
  symbol: 'BTC/USDT',
  side: 'buy',
  price: '46000',
  amount: '0.01',
  fees: [],
  position_side: 'both',
  executed_at: new Date(at).toISOString(),
});
const page = (trades: readonly Execution[], next: string | null = null): Page => ({
  trades,
  next,
  clock: NOW,
});

type Fault = 'none' | 'empty' | 'old' | 'truncated' | 'the same again';

/** An exchange that has these fills, tells at most three at once, and is ill as often as it is told to be. */
function exchange(fills: readonly Execution[], faults: Fault[]) {
  let before: Page = page([]);
  return (since: number | null, next: string | null): Page => {
    const from =
      next === null
        ? fills.filter((fill) => Date.parse(fill.executed_at) < (since ?? 0)).length
        : Number(next);
    const trades = fills.slice(from, from + 3);
    const whole = page(trades, from + 3 < fills.length ? String(from + 3) : null);
    const fault = (from === 0 ? undefined : faults.pop()) ?? 'none';
    const answers: Record<Fault, Page> = {
      none: whole,
      empty: page([]),
      old: page(fills.slice(0, 3)),
      truncated: page(trades.slice(0, 1)),
      'the same again': before,
    };
    before = whole;
    return answers[fault];
  };
}

test('whatever an exchange answers in between, every fill is read in the end', () => {
  const fault = fc.constantFrom<Fault>('none', 'empty', 'old', 'truncated', 'the same again');
  const gaps = fc.array(fc.integer({ min: 0, max: 30 * MINUTE }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(gaps, fc.array(fault, { maxLength: 40 }), (steps, faults) => {
      const times = steps.map((_, index) =>
        steps.slice(0, index).reduce((sum, step) => sum + step, NOW - DAY),
      );
      const fills = times.map((at, index) => trade(index + 1, at));
      const ask = exchange(fills, [...faults]);
      const stored = new Set<string>();
      let progress = NOTHING_READ;
      for (let time = 0; time < 150; time++) {
        const pass = passOf(progress, NOW);
        const judgement = judgePage(pass, ask(pass.since, pass.next), NOW);
        for (const { id } of judgement.valid) stored.add(id);
        progress = afterPage(progress, judgement, NOW);
      }
      expect({ stored: stored.size, complete: progress.complete }).toEqual({
        stored: fills.length,
        complete: true,
      });
    }),
    { numRuns: 500 },
  );
});
