import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { failed, ok, skipped, warning } from '../doctor/finding.js';
import { renderFinding, renderSummary } from './doctor.js';

const findings = [
  ok('redis.hit_rate', 'too few reads to judge (0 of 1000)'),
  warning(
    'redis.memory',
    '1 MiB of 256 MiB, allkeys-lru',
    'redis-cli CONFIG SET maxmemory-policy volatile-lru',
  ),
  failed('gateway', 'does not run', 'neuratrade gateway start'),
  skipped('backend', 'needs the gateway, which does not run'),
];
const render = (width?: number) =>
  findings.flatMap((finding) => renderFinding(finding, width)).map(stripVTControlCharacters);
const summary = (count: number) =>
  stripVTControlCharacters(
    renderSummary({
      ...{ status: 'ok', home: '/home', checked_at: '', duration_ms: 1 },
      checks: findings.slice(0, count),
    }),
  );

test('each finding is a line with its remedy below', () => {
  expect(render()).toEqual([
    '✓ redis hit rate       too few reads to judge (0 of 1000)',
    '! redis memory         1 MiB of 256 MiB, allkeys-lru',
    '                       → redis-cli CONFIG SET maxmemory-policy volatile-lru',
    '✗ gateway              does not run',
    '                       → neuratrade gateway start',
    '- backend              needs the gateway, which does not run',
  ]);
});

test('a label that leaves no room stands alone, with its text below', () => {
  const finding = warning('exchanges_configuration', 'the file has a mistake', 'Mend it.');
  expect(renderFinding(finding).map(stripVTControlCharacters)).toEqual([
    '! exchanges configuration',
    '                       the file has a mistake',
    '                       → Mend it.',
  ]);
});

test('on a narrow terminal lines are broken under their text', () => {
  expect(render(56)).toEqual([
    '✓ redis hit rate       too few reads to judge (0 of',
    '                         1000)',
    '! redis memory         1 MiB of 256 MiB, allkeys-lru',
    '                       → redis-cli CONFIG SET',
    '                         maxmemory-policy volatile-lru',
    '✗ gateway              does not run',
    '                       → neuratrade gateway start',
    '- backend              needs the gateway, which does not',
    '                         run',
  ]);
});

test('on a terminal that has no room beside the labels the text stands below them', () => {
  expect(render(40)).toEqual([
    '✓ redis hit rate',
    '  too few reads to judge (0 of 1000)',
    '! redis memory',
    '  1 MiB of 256 MiB, allkeys-lru',
    '  → redis-cli CONFIG SET',
    '    maxmemory-policy volatile-lru',
    '✗ gateway',
    '  does not run',
    '  → neuratrade gateway start',
    '- backend',
    '  needs the gateway, which does not run',
  ]);
});

test('the last line counts what is not fine first', () => {
  expect([1, 2, 4].map(summary)).toEqual([
    'Everything is fine (1 check).',
    '1 warning, 1 fine.',
    '1 failed, 1 warning, 1 skipped, 1 fine.',
  ]);
});
