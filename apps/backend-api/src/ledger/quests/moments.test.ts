import { describe, expect, test } from '@jest/globals';
import { QUEST_METRICS } from '@neuratrade/api-contracts';
import fc from 'fast-check';
import { Decimal } from '../decimal.js';
import { endOf, type Span, startOf } from '../fills/summaries/spans.js';
import type { Node, Tree } from '../summaries/node.js';
import {
  closesOf,
  joinSummaries,
  NO_CLOSES,
  NO_EXECUTIONS,
  NOTHING,
  type Summary,
} from '../summary/summary.js';
import { createCompletionTimes } from './completion-times.js';
import { wholeOf } from './metric.js';
import { METRICS } from './metrics.js';
import { completedAt, movedAt } from './moments.js';
import type { QuestRule } from './quest.js';

const HOUR_MS = 3_600_000;

interface Event {
  readonly at: number;
  readonly volume: number;
  /** Of the trades that close with it. */
  readonly results: readonly (number | null)[];
}

/** Pauses from nothing to months, so that every level of the tree is gone through. */
const histories = fc
  .array(
    fc.record({
      pause: fc.oneof(fc.nat(5), fc.nat(2 * HOUR_MS), fc.nat(40 * HOUR_MS), fc.nat(60 * 24 * HOUR_MS)),
      volume: fc.oneof(
        fc.nat(3),
        fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
      ),
      results: fc.array(fc.option(fc.integer({ min: -6, max: 6 }).map((half) => half / 2)), { maxLength: 3 }),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    let at = Date.UTC(2025, 10, 28);
    return steps.map(({ pause, volume, results }): Event => {
      at += pause + 1;
      return { at, volume, results };
    });
  });

function nodeOf({ at, volume, results }: Event): Node {
  const executions = { ...NO_EXECUTIONS, fills: 1, volume: new Decimal(volume), firstAt: at, lastAt: at };
  const trades = results.map((pnl) => ({
    ...{ openedAt: at - 1, closedAt: at },
    pnl: pnl === null ? null : new Decimal(pnl),
  }));
  return { startsAt: at, summary: { executions, closes: closesOf(trades) } };
}

const joined = (nodes: readonly Node[]): Summary =>
  nodes.reduce((sum, { summary }) => joinSummaries(sum, summary), NOTHING);

function treeOf(events: readonly Event[]): Tree {
  const instants = events.map(nodeOf);
  const within = (from: number, until: number): Node[] =>
    instants.filter(({ startsAt }) => startsAt >= from && startsAt < until);
  const nodes = async (span: Span, from: number, until: number): Promise<Node[]> => {
    const starts = new Set(within(from, until).map(({ startsAt }) => startOf(span, startsAt)));
    return [...starts].map((startsAt) => ({
      startsAt,
      summary: joined(within(startsAt, endOf(span, startsAt))),
    }));
  };
  return {
    months: () => nodes('month', 0, Number.POSITIVE_INFINITY),
    daysOf: (month) => nodes('day', month, endOf('month', month)),
    hoursOf: (day) => nodes('hour', day, endOf('day', day)),
    instantsOf: async (hour, kind) =>
      within(hour, endOf('hour', hour)).map(({ startsAt, summary: { executions, closes } }) => ({
        startsAt,
        summary: kind === 'fills' ? { executions, closes: NO_CLOSES } : { executions: NO_EXECUTIONS, closes },
      })),
  };
}

/** What was, after each event. */
const walked = (events: readonly Event[]): { at: number; summary: Summary }[] => {
  const passed: Node[] = [];
  return events.map((event) => {
    passed.push(nodeOf(event));
    return { at: event.at, summary: joined(passed) };
  });
};

describe.each(QUEST_METRICS)('of %s', (metric) => {
  const rule = (target: number): QuestRule => ({
    ...{ id: 'it', title: 'It', description: 'Do it', metric, target },
  });
  const { now, best, breaks } = METRICS[metric];

  test('the instant of completion is the one that a walk through all events finds', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 12 }), async (events, target) => {
        const reached = walked(events).find(({ summary }) => best(summary).gte(target));
        expect(await completedAt(rule(target), treeOf(events))).toBe(reached?.at ?? null);
      }),
    );
  });

  test('the instant of the last progress is the one that a walk through all events finds', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (events) => {
        const single = breaks
          ? events.map((event) => ({ ...event, results: event.results.slice(0, 1) }))
          : events;
        let [before, last] = [new Decimal(0), null as number | null];
        for (const { at, summary } of walked(single)) {
          const progress = wholeOf(now(summary));
          if (!progress.eq(before)) last = at;
          before = progress;
        }
        expect(await movedAt(rule(1), treeOf(single))).toBe(last);
      }),
    );
  });

  test('the instant of completion that is kept is given up when something earlier becomes known', async () => {
    const kept = fc.tuple(histories, fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 12 }));
    await fc.assert(
      fc.asyncProperty(kept, async ([events, known, late, target]) => {
        const timeOf = createCompletionTimes();
        const without = events.filter((_, index) => index < known && index !== late);
        const more = events.filter((_, index) => index !== late);
        for (const history of [without, more, events]) {
          const tree = treeOf(history);
          const time = await timeOf(1, rule(target), tree);
          expect(time).toBe(await completedAt(rule(target), tree));
        }
      }),
    );
  });
});
