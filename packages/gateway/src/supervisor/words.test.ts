import { expect, test } from '@jest/globals';
import { describeExit, failureWords } from './words.js';

test('the lines of a bad configuration are all kept', () => {
  expect(
    failureWords(['LOG_LEVEL=loud: must be one of debug, info', '', 'CCXT_PORT=x: must be a port']),
  ).toEqual(['LOG_LEVEL=loud: must be one of debug, info', 'CCXT_PORT=x: must be a port']);
});

test('of a crash only the line that names the error is kept', () => {
  expect(
    failureWords([
      'node:internal/modules/esm/resolve:873',
      '  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);',
      '        ^',
      '',
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'grammy' imported from main.js",
      '    at packageResolve (node:internal/modules/esm/resolve:873:9)',
      '',
      'Node.js v20.20.2',
    ]),
  ).toEqual(["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'grammy' imported from main.js"]);
});

test('the end of a process is told by its code or its signal', () => {
  expect([
    describeExit({ code: 1, signal: null }),
    describeExit({ code: null, signal: 'SIGKILL' }),
    describeExit({ code: null, signal: null }),
  ]).toEqual(['exit code 1', 'killed by SIGKILL', 'exit code unknown']);
});
