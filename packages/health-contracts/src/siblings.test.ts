import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCcxtHealth, parseTelegramHealth } from './siblings.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const ccxt = fixture('ccxt-health');

describe('parseCcxtHealth', () => {
  test.each([
    ['the sample', 200, ccxt, { up: true }],
    [
      'some exchanges down',
      200,
      { ...ccxt, status: 'degraded', exchange_connectivity: 'degraded' },
      { up: true, degraded: true },
    ],
    [
      'none active',
      503,
      { ...ccxt, status: 'unhealthy', exchanges_count: 0, exchange_connectivity: 'down' },
      { up: false, reason: 'no active exchanges' },
    ],
    [
      'none active, yet 200',
      200,
      { ...ccxt, exchanges_count: 0 },
      { up: false, reason: 'no active exchanges' },
    ],
    [
      'none answering',
      503,
      { ...ccxt, status: 'unhealthy', exchange_connectivity: 'down' },
      { up: false, reason: 'no exchange answers' },
    ],
    ['a healthy body with 500', 500, ccxt, { up: false, reason: 'HTTP 500' }],
    ['no JSON', 200, undefined, { up: false, reason: 'unexpected answer' }],
    ['another service', 200, fixture('telegram-health.healthy'), { up: false, reason: 'unexpected answer' }],
    [
      'a count that is no number',
      200,
      { ...ccxt, exchanges_count: '6' },
      { up: false, reason: 'unexpected answer' },
    ],
    ['a proxy page', 502, '<html>', { up: false, reason: 'HTTP 502' }],
  ])('%s', (_, status, body, verdict) => {
    expect(parseCcxtHealth({ status, body })).toEqual(verdict);
  });
});

describe('parseTelegramHealth', () => {
  test.each([
    ['the healthy sample', 200, fixture('telegram-health.healthy'), { up: true }],
    [
      'the degraded sample',
      200,
      fixture('telegram-health.degraded'),
      { up: false, reason: 'TELEGRAM_BOT_TOKEN not set' },
    ],
    [
      'another error',
      200,
      { ...fixture('telegram-health.degraded'), error: 'Telegram refused the token' },
      { up: false, reason: 'Telegram refused the token' },
    ],
    [
      'an error with control characters',
      200,
      { ...fixture('telegram-health.degraded'), error: 'bad \u0000\nanswer' },
      { up: false, reason: 'bad answer' },
    ],
    [
      'an active bot that can store nothing',
      200,
      {
        ...fixture('telegram-health.degraded'),
        error: 'message store cannot be written',
        bot_active: true,
      },
      { up: false, reason: 'message store cannot be written' },
    ],
    [
      'degraded with an active bot',
      200,
      { ...fixture('telegram-health.degraded'), bot_active: true },
      { up: false, reason: 'unexpected answer' },
    ],
    [
      'healthy without an active bot',
      200,
      { ...fixture('telegram-health.healthy'), bot_active: false },
      { up: false, reason: 'unexpected answer' },
    ],
    ['a healthy body with 503', 503, fixture('telegram-health.healthy'), { up: false, reason: 'HTTP 503' }],
    ['another service', 200, ccxt, { up: false, reason: 'unexpected answer' }],
  ])('%s', (_, status, body, verdict) => {
    expect(parseTelegramHealth({ status, body })).toEqual(verdict);
  });
});

describe('any body at all', () => {
  test('is a verdict, and never up unless it is a healthy body', () => {
    fc.assert(
      fc.property(fc.anything(), fc.integer({ min: 100, max: 599 }), (body, status) => {
        expect(parseCcxtHealth({ status, body }).up).toBe(false);
        expect(parseTelegramHealth({ status, body }).up).toBe(false);
      }),
    );
  });
});
