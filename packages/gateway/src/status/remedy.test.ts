import { expect, test } from '@jest/globals';
import { restartRemedyFor } from './remedy.js';

test('a restart that only needs time has no remedy', () => {
  expect(restartRemedyFor('ccxt', 'ended (killed by SIGKILL); waits for its restart in 1 s')).toBeNull();
});

test.each([
  ['database', 'did not come back: Port 5433 is in use (by PID 12 node).', 'EMBEDDED_DB_PORT'],
  ['ccxt', 'did not come back: listen EADDRINUSE: address already in use 127.0.0.1:3001', 'CCXT_PORT'],
])('a restart of %s whose port was taken needs that port, or another', (service, reason, variable) => {
  expect(restartRemedyFor(service, reason)).toBe(
    `Stop the process that took the port. Or set ${variable} to another and run neuratrade gateway restart.`,
  );
});
