import { expect, test } from '@jest/globals';
import { databasePlace } from './database-place.js';

test.each([
  ['postgres://trader:secret@db:5432/trade', 'db:5432'],
  ['postgres:///trade?host=/var/run/postgresql', '/var/run/postgresql'],
  ['postgres:///trade', 'localhost'],
])('%s is at %s', (url, place) => {
  expect(databasePlace(url)).toBe(place);
});
