import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { passwordOf } from './password-of.js';
import { createRedactor } from './redactor.js';

const TOKEN = '1234567890:AAHk3-canary_canary_canary_canary_';

describe('the redactor', () => {
  const redact = createRedactor(['s3cret/with+"signs"', undefined, 'abc', 'postgres']);

  test.each([
    ['a known secret', 'key s3cret/with+"signs" end', 'key [redacted] end'],
    ['URL-encoded', `?k=${encodeURIComponent('s3cret/with+"signs"')}`, '?k=[redacted]'],
    ['JSON-escaped', JSON.stringify({ k: 's3cret/with+"signs"' }), '{"k":"[redacted]"}'],
    ['base64', Buffer.from('s3cret/with+"signs"').toString('base64'), '[redacted]=='],
    ['a short one is left alone', 'abc', 'abc'],
    ['a plain word is left alone', '{"driver":"postgres"}', '{"driver":"postgres"}'],
    ['but not in a URL', 'postgres://u:postgres@h/db', 'postgres://u:[redacted]@h/db'],
    [
      'a bot token in a URL',
      `https://api.telegram.org/bot${TOKEN}/getMe`,
      'https://api.telegram.org/bot[redacted]/getMe',
    ],
    ['a password in a URL', 'postgres://user:pa55@host:5432/db', 'postgres://user:[redacted]@host:5432/db'],
    ['a password without a user', 'redis://:pa55@host', 'redis://:[redacted]@host'],
    ['a signed query', 'GET /api?timestamp=1&signature=abcdef', 'GET /api?timestamp=1&signature=[redacted]'],
    ['an API key header', '{"X-MBX-APIKEY":"abcdef"}', '{"X-MBX-APIKEY":"[redacted]"}'],
    ['a bearer token', 'Authorization: Bearer abcdef', 'Authorization: Bearer [redacted]'],
    ['plain text', 'Request completed in 2.5ms at 10:30:00', 'Request completed in 2.5ms at 10:30:00'],
  ])('%s', (_, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  test('leaves no trace of any secret in any JSON line', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'[redacted]'.includes(secret) && !/^[a-z]+$/.test(secret));
        const clean = createRedactor([secret])(JSON.stringify({ msg: before + secret + after }));
        expect(
          JSON.parse(clean)
            .msg.split('[redacted]')
            .some((part: string) => part.includes(secret)),
        ).toBe(false);
      }),
    );
  });
});

test.each([
  ['postgres://u:pa%20ss@h/db', ['pa%20ss', 'pa ss']],
  ['postgres://u:100%pure@h/db', ['100%pure']],
  ['redis://h', []],
  ['no url', []],
])('the password of %s is looked for as %j', (url, forms) => {
  expect(passwordOf(url)).toEqual(forms);
});
