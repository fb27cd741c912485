import { createContext } from '../doctor/context.js';
import { checks } from '../doctor/registry.js';
import { reportOf } from '../doctor/report.js';
import { runChecks } from '../doctor/run.js';
import { renderSummary } from '../render/doctor.js';
import { createDoctorProgress } from '../render/doctor-progress.js';
import { root } from '../root.js';

/** Looks at everything and prints what it finds. Resolves to the exit code: 1 when something failed, else 0. */
export async function doctor(env: NodeJS.ProcessEnv, { json }: { json: boolean }): Promise<0 | 1> {
  const startedAt = performance.now();
  process.removeAllListeners('warning'); // a library's advice to programmers is no finding
  const context = createContext(root, env);
  const progress = json
    ? undefined
    : createDoctorProgress(
        process.stdout,
        checks.map(({ id }) => id),
      );
  const findings = await runChecks(checks, context, ({ id }, found) => progress?.done(id, found));
  progress?.close();
  const report = reportOf(context.paths.home, findings, startedAt);
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : `\n${renderSummary(report)}`}\n`);
  return report.status === 'failed' ? 1 : 0;
}
