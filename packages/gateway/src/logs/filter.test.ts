import { describe, expect, test } from '@jest/globals';
import { lineTest, parseGrep } from './filter.js';
import { levelOf } from './level.js';

const LINES = {
  error: '{"time":"2026-03-03T10:30:00Z","level":"ERROR","msg":"Request failed"}',
  warn: '{"level":"warn","time":1772533800,"msg":"Bot inactive"}',
  info: '{"time":"2026-03-03T10:30:00Z","level":"INFO","msg":"said \\"level\\":\\"error\\""}',
  debug: '{"time":"2026-03-03T10:30:00Z","level":"DEBUG","msg":"Cache hit","key":"market:BTC/USDT"}',
  unhealthy: '[2026-03-03 10:30:00] Unhealthy: backend: connection refused',
  ended: '[2026-03-03 10:30:00] CCXT Service ended (killed by SIGKILL); next start in 1 s',
  healthy: '[2026-03-03 10:30:00] All services healthy',
  stray: 'Segmentation fault',
};

function shown(wanted: Partial<Parameters<typeof lineTest>[0]>): string[] {
  const passes = lineTest({ level: undefined, grep: undefined, ...wanted });
  return Object.entries(LINES)
    .filter(([, line]) => passes?.(line) ?? true)
    .map(([name]) => name);
}

test('the level is read from both JSON formats and from the words of gateway.log', () => {
  expect(Object.entries(LINES).map(([name, line]) => [name, levelOf(line)])).toEqual([
    ['error', 'error'],
    ['warn', 'warn'],
    ['info', 'info'],
    ['debug', 'debug'],
    ['unhealthy', 'error'],
    ['ended', 'warn'],
    ['healthy', 'info'],
    ['stray', undefined],
  ]);
});

describe('what is shown', () => {
  test('is everything without a filter', () => {
    expect(shown({})).toEqual(Object.keys(LINES));
  });

  test('is a level and worse, without lines that tell none', () => {
    expect([shown({ level: 'error' }), shown({ level: 'warn' }), shown({ level: 'debug' })]).toEqual([
      ['error', 'unhealthy'],
      ['error', 'warn', 'unhealthy', 'ended'],
      ['error', 'warn', 'info', 'debug', 'unhealthy', 'ended', 'healthy'],
    ]);
  });

  test('is what a text is in, also a line that is no JSON', () => {
    expect(shown({ grep: parseGrep('FAULT') })).toEqual(['stray']);
  });

  test('is what passes both', () => {
    expect(shown({ level: 'warn', grep: parseGrep('/e/') })).toEqual(['error', 'warn', 'unhealthy', 'ended']);
  });
});

describe('a pattern', () => {
  test.each([
    ['btc/usdt', /btc\/usdt/i],
    ['/api/v1/health', /\/api\/v1\/health/i],
    ['(a+b)*', /\(a\+b\)\*/i],
    ['/time(d )?out/', /time(d )?out/],
    ['/time(d )?out/i', /time(d )?out/i],
    ['/time(d )?out/gi', /time(d )?out/i],
  ])('%s finds what it says', (text, expected) => {
    expect(parseGrep(text)).toEqual(expected);
  });

  test('that is no regular expression is refused', () => {
    expect(() => parseGrep('/(/')).toThrow('Unterminated group');
  });
});
