import { describe, expect, test } from '@jest/globals';
import { htmlToText, parseHtml, trimmed } from './html.js';

describe('parseHtml', () => {
  test.each([
    ['plain text', 'plain text'],
    ['<b>bold</b> and <i>slanted <u>both</u></i>', 'bold and slanted both'],
    ['5 &lt; 6 &amp; 7 > 6', '5 < 6 & 7 > 6'],
    ['&#8294;&#x2069;', '\u2066\u2069'],
    ['<a href="https://example.org">link</a>', 'link'],
  ])('accepts %s', (html, text) => {
    expect(parseHtml(html)).toMatchObject({ text });
  });

  test.each([
    ['5 < 6', 'Unsupported start tag "" at byte offset 2'],
    ['é <script>', 'Unsupported start tag "script" at byte offset 3'],
    ['<b>open', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b><i>crossed</b></i>', 'Unmatched end tag at byte offset 13'],
  ])('refuses %s', (html, problem) => {
    expect(parseHtml(html)).toEqual({ problem });
  });

  test('tells where in the shown text an entity stands', () => {
    expect(parseHtml('&lt;é <b>😀 x</b> <a href="https://example.org">y</a>')).toEqual({
      text: '<é 😀 x y',
      entities: [
        { type: 'bold', offset: 3, length: 4 },
        { type: 'text_link', offset: 8, length: 1, url: 'https://example.org' },
      ],
    });
  });
});

test('trimmed moves the entities with the text', () => {
  expect(trimmed({ text: ' ab \n', entities: [{ type: 'bold', offset: 0, length: 4 }] })).toEqual({
    text: 'ab',
    entities: [{ type: 'bold', offset: 0, length: 2 }],
  });
});

test('htmlToText shows what a chat shows', () => {
  expect(htmlToText('<b>5 &lt; 6</b> &amp;lt;')).toBe('5 < 6 &lt;');
});
