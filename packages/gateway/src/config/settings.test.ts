import { expect, test } from '@jest/globals';
import { claimedPorts, portClashes } from './settings.js';

test('every port that is set is claimed, and those left to choice are not', () => {
  expect(claimedPorts({ BACKEND_PORT: 3010, CCXT_PORT: 3001, EMBEDDED_DB_PORT: undefined })).toEqual([
    3010, 3001,
  ]);
});

test('a port that two settings claim is named with both', () => {
  expect(portClashes({ BACKEND_PORT: 3010, SIMULATOR_PORT: 3010, EMBEDDED_REDIS_PORT: 6379 })).toEqual([
    'BACKEND_PORT and SIMULATOR_PORT are both 3010: give each a port of its own',
  ]);
});
