import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checks } from './registry.js';

test('every file in checks/ is one check, registered once', () => {
  const files = readdirSync(join(import.meta.dirname, 'checks'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.replace(/\.ts$/, '').replace('-', '_'));
  expect(checks.map(({ id }) => id).sort()).toEqual(files.sort());
});
