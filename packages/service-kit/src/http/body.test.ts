import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { AppError } from '../errors/app-error.js';
import { bodyOf } from './body.js';

const schema = z
  .strictObject({
    name: z.string('must be a text').trim(),
    count: z.int('must be a whole number').default(1),
  })
  .refine(({ name }) => name !== 'nobody', 'Name somebody.');
const read = (body: unknown) => bodyOf(schema, body, '{"name":"x"}');

test('a body is what its schema reads', () => {
  expect(read({ name: ' x ' })).toEqual({ name: 'x', count: 1 });
});

const OBJECT = 'Send a JSON object such as {"name":"x"}, as application/json.';

test.each([
  [undefined, OBJECT],
  [null, OBJECT],
  [[], OBJECT],
  ['name', OBJECT],
  [{ name: 'nobody' }, 'Name somebody.'],
  [{ name: 1, count: 'CANARY' }, 'name must be a text; count must be a whole number.'],
  [
    { name: 'x', key: 'CANARY', ['k'.repeat(41)]: 1 },
    `key, ${'k'.repeat(40)}… is unknown; the fields are name, count.`,
  ],
])('%j is refused by the names of its fields', (body, message) => {
  expect(() => read(body)).toThrow(new AppError('bad_request', message));
});
