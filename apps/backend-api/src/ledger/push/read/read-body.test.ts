import { expect, test } from '@jest/globals';
import { readBody } from './read-body.js';

const read = (type: string | undefined, text: string | Buffer) => readBody(type, Buffer.from(text));
const refusal = (type: string | undefined, text: string | Buffer): unknown => {
  try {
    return read(type, text);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
};
const JSON_TYPE = 'application/json; charset=utf-8';
const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';
const HEADER = 'id,symbol,side,price,amount,executed_at';

test('numbers of JSON are taken as they are written', () => {
  const text =
    '{"account":"main","exchange":"mybot","fills":[{"id":7,"price":0.10,"amount":1e-7,"fee":{"cost":-0.0}},{}]}';
  expect(read(JSON_TYPE, text)).toEqual({
    ...{ account: 'main', exchange: 'mybot' },
    lines: [{ fields: { id: '7', price: '0.10', amount: '1e-7', fee: { cost: '-0.0' } } }, { fields: {} }],
  });
});

test('a fill that is no object spoils no other', () => {
  const problem =
    'is no object: give a fill as {"id":…,"symbol":…,"side":…,"price":…,"amount":…,"executed_at":…}';
  expect(read(JSON_TYPE, '{"fills":[null,[],"x",{"id":"1"}]}').lines).toEqual([
    ...[{ problem }, { problem }, { problem }],
    { fields: { id: '1' } },
  ]);
});

test('NDJSON has a fill a line, whatever ends it, and empty lines count for nothing', () => {
  expect(read(NDJSON, '\ufeff{"id":"1","price":1.0}\r\n\r\n{broken\n{"id":"2"}')).toEqual({
    lines: [
      { fields: { id: '1', price: '1.0' } },
      { problem: 'is no valid JSON: give one object a line' },
      { fields: { id: '2' } },
    ],
  });
});

test('CSV: a mark of byte order, CRLF, quotes, blanks, columns in any order, empty values', () => {
  const text = `\ufeffExecuted_At, id ,side,symbol,price,amount,fee_cost,fee_currency,note\r\n2026-03-03T10:30:00Z,"a,""b""
c",buy, BTC/USDT ,0.10,1e-7,,,\r\n2026-03-03T10:30:00Z,2,sell,BTC/USDT,1,1,0.5,BNB,x\r\n`;
  const common = { executed_at: '2026-03-03T10:30:00Z', symbol: 'BTC/USDT' };
  expect(read(CSV, text)).toEqual({
    lines: [
      { fields: { ...common, id: 'a,"b"\nc', side: 'buy', price: '0.10', amount: '1e-7' } },
      {
        fields: {
          ...{ ...common, id: '2', side: 'sell', price: '1', amount: '1', note: 'x' },
          fee: { cost: '0.5', currency: 'BNB' },
        },
      },
    ],
  });
});

test('CSV: a fee as JSON, lines of another length, a fee told twice', () => {
  const fee = '"[{""cost"":0.10,""currency"":""USDT""}]"';
  const lines = [
    `${HEADER},fee,fee_cost,fee_currency`,
    `1,A/B,buy,1,1,t,${fee},,`,
    '2,A/B',
    '3,A/B,buy,1,1,t,{},1,B',
  ];
  const values = { symbol: 'A/B', side: 'buy', price: '1', amount: '1', executed_at: 't' };
  expect(read(CSV, [...lines, '4,A/B,buy,1,1,t,{,,'].join('\n')).lines).toEqual([
    { fields: { ...values, id: '1', fee: [{ cost: '0.10', currency: 'USDT' }] } },
    { problem: 'has 2 values where the header has 9 columns' },
    { problem: 'has both fee and fee_cost, fee_currency: give one of them' },
    { problem: 'fee is no valid JSON: give {"cost":"2.25","currency":"USDT"}, quotes doubled' },
  ]);
});

test('nothing but a header is no fill', () => {
  expect([read(CSV, `${HEADER}\n`), read(NDJSON, '')]).toEqual([{ lines: [] }, { lines: [] }]);
});

const SHAPE = '{"account":"main","exchange":"mybot","fills":[…]}';
test.each([
  [JSON_TYPE, '', `The body cannot be read: it is no valid JSON. Send ${SHAPE}.`],
  [JSON_TYPE, '{"fills":[', `The body cannot be read: it is no valid JSON. Send ${SHAPE}.`],
  [JSON_TYPE, '{"fills":[{"id":01}]}', `The body cannot be read: it is no valid JSON. Send ${SHAPE}.`],
  [
    JSON_TYPE,
    '{"fills":[{"id":"1","id":"2"}]}',
    `The body cannot be read: it is no valid JSON. Send ${SHAPE}.`,
  ],
  [JSON_TYPE, '['.repeat(1_000_000), `The body cannot be read: it is no valid JSON. Send ${SHAPE}.`],
  [JSON_TYPE, '[]', `The body cannot be read: send ${SHAPE}.`],
  [JSON_TYPE, '{"fills":{}}', `The body cannot be read: send ${SHAPE}.`],
  [JSON_TYPE, Buffer.from([0x7b, 0xff, 0x7d]), 'The body cannot be read: it is not UTF-8.'],
  [
    CSV,
    '',
    `The body cannot be read: its first line has no id, symbol, side, price, amount, executed_at. Begin with the names of the columns, such as ${HEADER},fee_cost,fee_currency.`,
  ],
  [
    CSV,
    'id;symbol;side\n1;2;3',
    `The body cannot be read: its first line has no id, symbol, side, price, amount, executed_at. Begin with the names of the columns, such as ${HEADER},fee_cost,fee_currency.`,
  ],
  [CSV, `${HEADER},ID\n`, 'The body cannot be read: its first line names id twice.'],
  [
    CSV,
    `${HEADER}\n1,"A`,
    'The body cannot be read: its quotes do not match from line 2 on. Write " within a quoted value as "".',
  ],
  [
    undefined,
    '{}',
    'Send fills as application/json, application/x-ndjson or text/csv, and say which in Content-Type.',
  ],
  [
    'constructor',
    '{}',
    'Send fills as application/json, application/x-ndjson or text/csv, and say which in Content-Type.',
  ],
  [
    'application/x-www-form-urlencoded',
    '{}',
    'Send fills as application/json, application/x-ndjson or text/csv, and say which in Content-Type.',
  ],
])('%s that cannot be read says so', (type, text, message) => {
  expect(refusal(type, text)).toEqual({ code: 'bad_request', message });
});

test('more than 10,000 fills are too many in every format', () => {
  const message =
    'A push holds at most 10,000 fills and 10 MiB: send the rest in another one. neuratrade trades import does so.';
  const of = (count: number, line: string): string[] => Array(count).fill(line);
  const bodies = (count: number): [string, string][] => [
    [JSON_TYPE, `{"fills":[${of(count, '{}').join()}]}`],
    [NDJSON, of(count, '{}').join('\n')],
    [CSV, [HEADER, ...of(count, '1,2,3,4,5,6')].join('\n')],
  ];
  expect(bodies(10_001).map((body) => refusal(...body))).toEqual(
    bodies(0).map(() => ({ code: 'payload_too_large', message })),
  );
  expect(bodies(10_000).map((body) => read(...body).lines.length)).toEqual([10_000, 10_000, 10_000]);
});
