import { expect, test } from '@jest/globals';
import { reachableHost } from './reachable-host.js';

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '127.0.0.1'],
  ['::1', '[::1]'],
  ['10.0.0.7', '10.0.0.7'],
  ['backend.local', 'backend.local'],
])('what listens on %s is reached at %s', (bindHost, host) => {
  expect(reachableHost(bindHost)).toBe(host);
});
