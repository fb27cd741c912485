import { join } from 'node:path';

/** Every file that the gateway reads or writes under NEURATRADE_HOME, as absolute paths. */
export type HomePaths = {
  home: string;
  config: string;
  exchanges: string;
  run: string;
  logs: string;
  data: string;
  state: string;
  lock: string;
  pidFile(name: string): string;
  stderrFile(name: string): string;
  logFile(name: string): string;
};

/** The layout of one home. Creates nothing. */
export function homePaths(home: string): HomePaths {
  const run = join(home, 'run');
  const logs = join(home, 'logs');
  return {
    home,
    config: join(home, 'config.json'),
    exchanges: join(home, 'exchanges.json'),
    run,
    logs,
    data: join(home, 'data'),
    state: join(run, 'state.json'),
    lock: join(run, 'gateway.lock'),
    pidFile: (name) => join(run, `${name}.pid`),
    stderrFile: (name) => join(run, `${name}.stderr`),
    logFile: (name) => join(logs, `${name}.log`),
  };
}
