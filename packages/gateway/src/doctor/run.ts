import type { Check } from './check.js';
import type { DoctorContext } from './context.js';
import { type Finding, failed } from './finding.js';

const DEADLINE_MS = 3_500;

/**
 * Runs the checks side by side, each within its deadline, and hands back their findings in the order of the checks.
 * `onDone` hears of each check when it has ended. Never throws: a check that does is a finding.
 */
export async function runChecks(
  checks: readonly Check[],
  context: DoctorContext,
  onDone: (check: Check, findings: readonly Finding[]) => void = () => undefined,
): Promise<Finding[]> {
  const running = checks.map(async (check) => {
    const findings = (await runOne(check, context)).map((finding) => cleaned(finding, context));
    onDone(check, findings);
    return findings;
  });
  return (await Promise.all(running)).flat();
}

async function runOne(check: Check, context: DoctorContext): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([unfinished(check, DEADLINE_MS)]), DEADLINE_MS);
  });
  const work = Promise.resolve()
    .then(() => check.run(context))
    .catch((error: unknown) => [broken(check, error)]);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unfinished({ id }: Check, deadlineMs: number): Finding {
  return failed(
    id,
    `no result within ${deadlineMs / 1_000} s`,
    'Look whether this machine is overloaded, or a disk of it hangs (dmesg | tail), and run neuratrade doctor again.',
  );
}

function broken({ id }: Check, error: unknown): Finding {
  const why = error instanceof Error ? error.message : String(error);
  return failed(id, `could not be looked at: ${why}`, 'Mend that, and run neuratrade doctor again.');
}

function cleaned(finding: Finding, { redact }: DoctorContext): Finding {
  const clean = (_: string, value: unknown) => (typeof value === 'string' ? redact(value) : value);
  return JSON.parse(JSON.stringify(finding, clean)) as Finding;
}
