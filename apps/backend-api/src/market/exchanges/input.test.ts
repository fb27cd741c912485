import { describe, expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { addedExchange, exchangeChange, placeOf } from './input.js';

const CANARY = 'canary-9d1f7c0b';
const refusal = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error instanceof AppError ? [error.code, error.message] : error;
  }
};
const bad = (message: string) => ['bad_request', message];
const OBJECT = (example: string) => bad(`Send a JSON object such as ${example}, as application/json.`);
const TOGETHER = bad('key and secret come together: send both or neither.');

describe('an exchange to add', () => {
  test('is read with its defaults', () => {
    expect(addedExchange({ name: ' OKX ', key: ' k ', secret: 's' })).toEqual({
      name: 'okx',
      account: 'main',
      key: 'k',
      secret: 's',
    });
  });

  test.each<[unknown, unknown]>([
    [undefined, OBJECT('{"name":"binance"}')],
    [[], OBJECT('{"name":"binance"}')],
    ['binance', OBJECT('{"name":"binance"}')],
    [{}, bad('name must be a text.')],
    [{ name: '  ' }, bad('name must not be empty.')],
    [{ name: CANARY.repeat(9) }, bad('name is longer than any name of an exchange.')],
    [
      { name: 'okx', account: CANARY.toUpperCase() },
      bad('account must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.'),
    ],
    [
      { name: 'okx', apiKey: CANARY, ['x'.repeat(50)]: CANARY },
      bad(
        `apiKey, ${'x'.repeat(40)}… is unknown; the fields are name, account, key, secret, password, allow_trading_key.`,
      ),
    ],
    [
      { name: 7, key: { a: CANARY }, secret: '' },
      bad('name must be a text; key must be a text; secret must not be empty.'),
    ],
    [{ name: 'okx', key: CANARY }, TOGETHER],
    [{ name: 'okx', secret: CANARY }, TOGETHER],
    [{ name: 'okx', password: CANARY }, TOGETHER],
    [
      { name: 'okx', key: CANARY, secret: CANARY, allow_trading_key: CANARY },
      bad('allow_trading_key must be true or false.'),
    ],
  ])('that is not one is refused by the name of the field, never its content: %#', (body, told) => {
    const found = refusal(() => addedExchange(body));
    expect([found, JSON.stringify(found).includes(CANARY)]).toEqual([told, false]);
  });
});

describe('a change', () => {
  test.each([
    [{ enabled: false }],
    [{ key: null }],
    [{ enabled: true, key: 'k', secret: 's', password: 'p', allow_trading_key: true }],
  ])('%j is read as it is', (body) => {
    expect(exchangeChange(body)).toEqual(body);
  });

  test.each<[unknown, unknown]>([
    [null, OBJECT('{"enabled":false}')],
    [{}, bad('Nothing to change: send enabled, or key and secret, or "key": null.')],
    [{ allow_trading_key: true }, bad('Nothing to change: send enabled, or key and secret, or "key": null.')],
    [{ key: CANARY }, TOGETHER],
    [{ secret: CANARY }, TOGETHER],
    [{ enabled: true, password: CANARY }, TOGETHER],
    [
      { key: null, secret: CANARY },
      bad('key is null, which takes the keys away: send no secret and no password.'),
    ],
    [{ enabled: 'yes' }, bad('enabled must be true or false.')],
    [
      { name: 'okx', enabled: true },
      bad('name is unknown; the fields are enabled, key, secret, password, allow_trading_key.'),
    ],
  ])('%j is refused', (body, told) => {
    expect(refusal(() => exchangeChange(body))).toEqual(told);
  });
});

test('a place is the exchange of the path and the account of the query, main unless given', () => {
  expect([placeOf('OKX', {}), placeOf('okx', { account: 'bot-2' })]).toEqual([
    { name: 'okx', account: 'main' },
    { name: 'okx', account: 'bot-2' },
  ]);
  expect(refusal(() => placeOf('x'.repeat(65), {}))).toEqual([
    'not_found',
    'No exchange has such a name. See GET /api/v1/exchanges.',
  ]);
});
