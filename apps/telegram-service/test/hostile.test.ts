import { expect, jest, test } from '@jest/globals';
import { parseHtml } from '@neuratrade/test-kit';
import fc from 'fast-check';
import type { Answer } from '../src/bot/answer.js';
import { plainOf, shownUnits } from '../src/bot/html-pieces.js';
import { MOST_SHOWN, pagesOf } from '../src/bot/pages.js';
import { renderCache } from '../src/bot/render/cache.js';
import { renderDigest } from '../src/bot/render/digest.js';
import { renderExchanges } from '../src/bot/render/exchanges.js';
import { renderPerformance } from '../src/bot/render/performance.js';
import { renderPortfolio } from '../src/bot/render/portfolio.js';
import { renderQuests } from '../src/bot/render/quests.js';
import { renderStatus } from '../src/bot/render/status.js';
import { renderTrades } from '../src/bot/render/trades.js';
import { trouble } from '../src/bot/render/trouble.js';
import * as bodies from './hostile-bodies.js';

jest.setTimeout(60_000);

const MOST_BLOCK = 1_000;
/** What may be in no message: controls but for line ends, halves of pairs, overrides of the direction. */
const UNWANTED = /(?!\n)\p{Cc}|\p{Cs}|[\u202a-\u202e]/u;

function htmlProblem(html: string): string | undefined {
  const parsed = parseHtml(html);
  return 'problem' in parsed ? parsed.problem : undefined;
}

/** What Telegram or the eye would have against an answer. */
function problems(answer: Answer): unknown[] {
  const pages = [MOST_SHOWN.text, MOST_SHOWN.caption].flatMap((most) => pagesOf(answer, most));
  return [
    ...[...pages, ...answer.blocks].map(htmlProblem).filter((problem) => problem !== undefined),
    ...answer.blocks.filter((block) => shownUnits(block) > MOST_BLOCK || plainOf(block).trim() === ''),
    ...pages.filter((page) => UNWANTED.test(page) || page.includes('undefined') || page.includes('NaN')),
  ];
}

const runs = { numRuns: 150 };

test.each<[string, fc.Arbitrary<Answer>]>([
  ['/portfolio', bodies.portfolio.map((body) => renderPortfolio(body, 'UTC'))],
  ['/performance', bodies.performance.map((body) => renderPerformance(body, 'UTC'))],
  ['/quests', bodies.quests.map((body) => renderQuests(body, 'UTC'))],
  ['/trades', bodies.trades.map((body) => renderTrades(body, new Date(), 'UTC'))],
  ['/exchanges', bodies.exchanges.map((body) => renderExchanges(body, 'UTC'))],
  ['/cache', bodies.cache.map((body) => renderCache(body, 'UTC'))],
  ['/status', bodies.health.map((body) => renderStatus(body, 'UTC'))],
  ['a failure', bodies.failure.map((told) => trouble({ ok: false, ...told }))],
])('%s: whatever the body holds, Telegram takes it, block by block', (_, answers) => {
  fc.assert(
    fc.property(answers, (answer) => {
      expect(problems(answer)).toEqual([]);
    }),
    runs,
  );
});

test('a digest: whatever the body and the zone hold, Telegram takes it as one message', () => {
  fc.assert(
    fc.property(bodies.digest, bodies.text, (body, zone) => {
      const html = renderDigest(body, zone);
      expect([htmlProblem(html), UNWANTED.test(html), shownUnits(html) <= MOST_SHOWN.text]).toEqual([
        undefined,
        false,
        true,
      ]);
    }),
    runs,
  );
});
