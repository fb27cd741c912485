import { loadPaths } from '../config/load.js';
import { renderStatus } from '../render/status-table.js';
import { root } from '../root.js';
import { inspect } from '../status/inspect.js';
import { runGateway } from '../supervisor/gateway.js';
import { CommandError } from './command-error.js';

/**
 * Supervises in this process until SIGTERM or Ctrl-C, with gateway.log on standard output. Resolves to the exit code.
 *
 * @throws {CommandError} when the start failed; everything has been stopped again then
 */
export async function startInForeground(options: { env: NodeJS.ProcessEnv; demo: boolean }): Promise<number> {
  process.title = 'neuratrade-gateway';
  let problems: readonly string[] | undefined;
  const code = await runGateway({
    root,
    ...options,
    logToStdout: true,
    tell: (event) => {
      if (event.kind === 'failed') problems = event.problems;
      if (event.kind === 'running')
        process.stdout.write(`NeuraTrade is already running (PID ${event.pid}).\n`);
      if (event.kind === 'up') {
        void inspect(loadPaths(options.env)).then((report) =>
          process.stdout.write(`${renderStatus(report)}\n`),
        );
      }
    },
  });
  if (problems !== undefined) throw new CommandError(problems.join('\n'));
  return code;
}
