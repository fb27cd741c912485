import { describe, expect, test } from '@jest/globals';
import { htmlProblem, htmlToText } from './html.js';

describe('htmlProblem', () => {
  test.each([
    ['plain text'],
    ['<b>bold</b> and <i>slanted <u>both</u></i>'],
    ['5 &lt; 6 &amp; 7 > 6'],
    ['<a href="https://example.org">link</a>'],
  ])('accepts %s', (text) => {
    expect(htmlProblem(text)).toBeUndefined();
  });

  test.each([
    ['5 < 6', 'Unsupported start tag "" at byte offset 2'],
    ['é <script>', 'Unsupported start tag "script" at byte offset 3'],
    ['<b>open', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b><i>crossed</b></i>', 'Unmatched end tag at byte offset 13'],
  ])('refuses %s', (text, problem) => {
    expect(htmlProblem(text)).toBe(problem);
  });
});

test('htmlToText shows what a chat shows', () => {
  expect(htmlToText('<b>5 &lt; 6</b> &amp;lt;')).toBe('5 < 6 &lt;');
});
