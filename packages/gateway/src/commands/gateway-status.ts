import { loadPaths } from '../config/load.js';
import { renderStatus } from '../render/status-table.js';
import { inspect } from '../status/inspect.js';
import { exitCodeFor } from '../status/report.js';

/** The state of everything as text, and the exit code: 0 healthy, 1 degraded, 2 down. */
export async function gatewayStatus(
  env: NodeJS.ProcessEnv,
  options: { json: boolean },
): Promise<{ text: string; code: 0 | 1 | 2 }> {
  const report = await inspect(loadPaths(env));
  const code = exitCodeFor(report);
  if (options.json) return { text: JSON.stringify(report, null, 2), code };
  if (report.services.length > 0) return { text: renderStatus(report), code };
  return {
    text: `NeuraTrade is not running (home: ${report.home}). Start it with neuratrade gateway start.`,
    code,
  };
}
