import { expect, test } from '@jest/globals';
import { plainText } from './plain.js';

test.each([
  ['tags go, their text stays', '<b>Drawdown</b> of <code>5 %</code>', 'Drawdown of 5 %'],
  ['attributes go with their tags', '<a href="https://x.example/?a=1&amp;b=2">chart</a>', 'chart'],
  ['also those that Telegram knows nothing of', '<p>one</p><br/>two<BR>three', 'one\ntwo\nthree'],
  ['what is closed but never opened goes too', 'one</b> two', 'one two'],
  [
    'entities become what they stand for',
    '1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;x&quot; &#39;&#x1F600;',
    `1 < 2 && 3 > 2 "x" '😀`,
  ],
  ['an entity is resolved once', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['signs that are no tags stay', 'a < b and c > d, <3, PnL <-5>', 'a < b and c > d, <3, PnL <-5>'],
  ['names in angle brackets are no tags', '<BTC/USDT> <symbol>', '<BTC/USDT> <symbol>'],
  ['a tag that never ends is none', 'see <a href="x', 'see <a href="x'],
  [
    'unknown and impossible entities stay',
    '&nbsp; &#0; &#xD800; &#9999999;',
    '&nbsp; &#0; &#xD800; &#9999999;',
  ],
])('%s', (_case, html, shown) => {
  expect(plainText(html)).toBe(shown);
});

test('a long text with nothing but opening brackets takes no time', () => {
  const text = '<a '.repeat(6_000);
  const begun = performance.now();
  expect(plainText(text)).toBe(text.trim());
  expect(performance.now() - begun).toBeLessThan(1_000);
});
