import { expect, test } from '@jest/globals';
import { createPretty } from './pretty.js';
import { printable } from './printable.js';

const ESC = '\u001b';
const render = (line: string, nameWidth?: number, colour = false) =>
  createPretty({ colour, nameWidth })({ source: 'ccxt', line: Buffer.from(line) });

/** How this machine's clock shows that moment. */
const local = (iso: string) => {
  const moment = new Date(iso);
  const digits = (count: number) => String(count).padStart(2, '0');
  return `${moment.getFullYear()}-${digits(moment.getMonth() + 1)}-${digits(moment.getDate())} ${digits(moment.getHours())}:${digits(moment.getMinutes())}:${digits(moment.getSeconds())}`;
};
const TIME = local('2026-03-03T10:30:00Z');

test('a line is shown as local time, level, message and fields', () => {
  expect(
    render(
      '{"time":"2026-03-03T10:30:00Z","level":"WARN","msg":"SQL query","duration":"2.5ms","rows":3,"statement":"select a = b","meta":{"a":[1]},"none":null}',
    ),
  ).toBe(`${TIME} WARN  SQL query duration=2.5ms rows=3 statement="select a = b" meta={"a":[1]} none=null`);
});

test('all three formats look alike', () => {
  expect([
    render('{"level":"info","time":1772533800,"msg":"Telegram service started","port":3002}'),
    render('[2026-03-03 10:30:00] All services healthy', 8),
  ]).toEqual([
    `${TIME} INFO  Telegram service started port=3002`,
    `ccxt     ${TIME} INFO  All services healthy`,
  ]);
});

test('colours tell time, level and fields apart', () => {
  expect(render('{"time":"2026-03-03T10:30:00Z","level":"ERROR","msg":"m","a":1}', undefined, true)).toBe(
    `${ESC}[2m${TIME}${ESC}[22m ${ESC}[31mERROR${ESC}[39m m ${ESC}[2ma=1${ESC}[22m`,
  );
});

test('a line in no format of ours is shown as it is', () => {
  expect([render('Segmentation fault'), render('{"no":"message"}'), render('{"half')]).toEqual([
    'Segmentation fault',
    '{"no":"message"}',
    '{"half',
  ]);
});

test('a long value is neither cut nor broken', () => {
  const long = 'x'.repeat(5_000);
  expect(render(`{"time":"2026-03-03T10:30:00Z","level":"INFO","msg":"m","v":"${long}"}`)).toBe(
    `${TIME} INFO  m v=${long}`,
  );
});

test('nothing in a line reaches the terminal as a command', () => {
  const hostile = `${ESC}]0;owned\u0007\u009b2J\u202eTDSU\u200b`;
  const lines = [
    JSON.stringify({
      time: '2026-03-03T10:30:00Z',
      level: 'INFO',
      msg: hostile,
      symbol: hostile,
      [hostile]: [hostile],
    }),
    `[2026-03-03 10:30:00] ${hostile}`,
    hostile,
  ];
  const shown = '\\x1b]0;owned\\x07\\x9b2J\\u202eTDSU\\u200b';
  const quoted = '\\u001b]0;owned\\u0007\\x9b2J\\u202eTDSU\\u200b';
  expect(lines.map((line) => render(line))).toEqual([
    `${TIME} INFO  ${shown} symbol="${quoted}" ${shown}=["${quoted}"]`,
    `${TIME} INFO  ${shown}`,
    shown,
  ]);
});

test('line ends and tabs are shown, letters of every script stay', () => {
  expect(printable('a\tb\r\nc ü 漢字 🚀 \u{e0041}')).toBe('a\\tb\\r\\nc ü 漢字 🚀 \\u{e0041}');
});
