import { expect, test } from '@jest/globals';
import { judgeNode } from './node.js';

test.each([
  ['20.19.0', 'ok'],
  ['20.18.9', 'failed'],
  ['20.20.1', 'ok'],
  ['18.99.0', 'failed'],
  ['22.0.0', 'ok'],
])('Node.js %s against >=20.19', (version, status) => {
  expect(judgeNode(version, '>=20.19')).toEqual({
    id: 'node',
    status,
    text: `Node.js ${version}; 20.19 or later is supported`,
    remedy: status === 'ok' ? null : 'Install Node.js 20.19 or later from https://nodejs.org.',
    values: { version, supported: '>=20.19' },
  });
});
