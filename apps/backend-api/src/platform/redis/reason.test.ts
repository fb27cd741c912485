import { expect, test } from '@jest/globals';
import { redisReason } from './reason.js';

test.each([
  ["CROSSSLOT Keys in request don't hash to the same slot", 'Redis Cluster is not supported'],
  ['MOVED 3999 127.0.0.1:6381', 'Redis Cluster is not supported'],
  ['CLUSTERDOWN Hash slot not served', 'Redis Cluster is not supported'],
  ["READONLY You can't write against a read only replica.", 'read-only replica'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'out of memory'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'authentication failed'],
])('%s is told as %s', (message, expected) => {
  expect(redisReason(new Error(message))).toBe(expected);
});
