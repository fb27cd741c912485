import { describe, expect, test } from '@jest/globals';
import { htmlToText } from '@neuratrade/test-kit';
import fc from 'fast-check';
import { plainOf, shownUnits, splitHtml } from './html-pieces.js';
import { MOST_SHOWN, pagesOf } from './pages.js';

describe('an answer becomes pages', () => {
  test('of head, blocks and foot, one where all of it goes on one', () => {
    expect(pagesOf({ head: '<b>Head</b>', blocks: ['one', 'two'], foot: 'As of now' }, 100)).toEqual([
      '<b>Head</b>\n\none\n\ntwo\n\nAs of now',
    ]);
  });

  test('with the head and the foot on each of them', () => {
    const blocks = ['first block', 'second block', 'third block'];
    expect(pagesOf({ head: 'Head', blocks, gap: '\n', foot: 'Foot' }, 40)).toEqual([
      'Head\n\nfirst block\nsecond block\n\nFoot',
      'Head\n\nthird block\n\nFoot',
    ]);
  });

  test('where markup and entities count for what a chat shows', () => {
    const blocks = ['<b>&lt;&lt;&lt;&lt;</b>', '<i>&amp;&#8364;&#x1F600;</i>'];
    expect(pagesOf({ blocks }, 10)).toEqual([blocks.join('\n\n')]);
    expect(pagesOf({ blocks }, 9)).toEqual(blocks);
  });

  test('where what shows nothing is left out', () => {
    expect(pagesOf({ head: ' ', blocks: ['', '<b> </b>', 'x'], foot: '\n' }, 20)).toEqual(['x']);
    expect(pagesOf({ head: 'Head', blocks: [] }, 20)).toEqual(['Head']);
    expect(pagesOf({ blocks: ['  '] }, 20)).toEqual([]);
  });

  test('where a head and foot that leave no room are told once', () => {
    expect(pagesOf({ head: 'H'.repeat(15), blocks: ['block'], foot: 'foot' }, 20)).toEqual([
      'H'.repeat(15),
      'block\n\nfoot',
    ]);
  });
});

describe('a long block is cut', () => {
  test('at the ends of lines, or of words where there are none', () => {
    expect(splitHtml('one two\nthree four five', 14)).toEqual(['one two\n', 'three four ', 'five']);
  });

  test('with its tags closed and opened again', () => {
    expect(splitHtml('<b>bold <a href="https://example.org/?a=1&amp;b">link</a></b>', 6)).toEqual([
      '<b>bold </b>',
      '<b><a href="https://example.org/?a=1&amp;b">link</a></b>',
    ]);
  });

  test('never within an entity or a letter', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(splitHtml(`ab&lt;${family}`, 4)).toEqual(['ab&lt;', ...splitHtml(family, 4)]);
    expect(splitHtml(`abc${family}`, 12)).toEqual(['abc', family]);
  });
});

const TAGS = ['b', 'i', 'u', 's', 'code', 'pre', 'blockquote'];
const HOSTILE = [
  '<b>',
  '</i>',
  '&',
  '&amp;',
  '<',
  '"',
  '👨‍👩‍👧‍👦',
  'שלום',
  '\u202e',
  '\n',
  ' ',
  'e\u0301\u0301',
  '\ud83d',
];
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const words = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 40 })), {
    maxLength: 30,
  })
  .map((parts) => escaped(parts.join('')));
const { html } = fc.letrec<{ html: string }>((tie) => ({
  html: fc
    .array(
      fc.oneof(
        { maxDepth: 4 },
        words,
        fc.tuple(fc.constantFrom(...TAGS), tie('html')).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join('')),
}));
const long = fc.tuple(html, fc.integer({ min: 1, max: 20 })).map(([text, times]) => text.repeat(times));

/** Tags that are open at the end, or closed without having been opened. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ''] of text.matchAll(/<(\/?)([^<>]*)>/g)) {
    if (slash === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

const letters = (text: string) => text.replace(/\s/g, '');

/** What Telegram would have against a page, or show in another way than it is meant. */
function problemsOf(page: string, most: number): string[] {
  const checks: [string, boolean][] = [
    ['longer than Telegram allows', shownUnits(page) > most],
    ['shown in another way', htmlToText(page) !== plainOf(page)],
    ['half an entity or tag', /[<>&]/.test(page.replace(/<[^<>]*>|&(?:lt|gt|amp|quot);/g, ''))],
    ['an open tag', unbalanced(page).length > 0],
  ];
  return checks.flatMap(([problem, there]) => (there ? [problem] : []));
}

describe('for any text', () => {
  const blocks = fc.array(fc.oneof(html, long), { maxLength: 8 });

  test('no page is longer than Telegram allows, none has an open tag or half an entity', () => {
    const answers = fc.record({ head: words, blocks, foot: words });
    fc.assert(
      fc.property(answers, fc.constantFrom(...Object.values(MOST_SHOWN), 64), (answer, most) => {
        const pages = pagesOf(answer, most);
        expect(pages.flatMap((page) => problemsOf(page, most))).toEqual([]);
      }),
    );
  });

  test('nothing gets lost between the pages', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 20, max: 300 }), (all, most) => {
        const pages = pagesOf({ blocks: all }, most).map(plainOf).join('');
        expect(letters(pages)).toBe(letters(all.map(plainOf).join('')));
      }),
    );
  });
});

test('200 blocks of hostile names go on few pages', () => {
  const blocks = Array.from(
    { length: 200 },
    (_, index) => `<b>${index}</b> ${escaped(HOSTILE.join('').repeat(3))}`,
  );
  const pages = pagesOf({ head: '<b>Trades</b>', blocks, gap: '\n', foot: 'As of now' }, MOST_SHOWN.text);
  const units = blocks.reduce((sum, block) => sum + shownUnits(block) + 1, 0);
  expect(pages.length).toBe(Math.ceil(units / (MOST_SHOWN.text - 100)));
  expect(pages.every((page) => page.startsWith('<b>Trades</b>\n\n') && page.endsWith('\n\nAs of now'))).toBe(
    true,
  );
});
