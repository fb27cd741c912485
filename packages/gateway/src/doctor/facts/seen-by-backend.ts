import type { DoctorContext } from '../context.js';
import { type Finding, failed, ok, skipped } from '../finding.js';

/**
 * A server elsewhere whose URL the gateway was started with, but which is not set where the doctor runs: all there is to
 * know is what the backend says of it.
 */
export async function seenByBackend(
  { row }: Pick<DoctorContext, 'row'>,
  id: 'database' | 'redis',
  place: string,
): Promise<Finding> {
  const variable = `${id.toUpperCase()}_URL`;
  const seen = await row(id);
  if (seen?.state === 'healthy') {
    const text = `healthy, says the backend (${place}); for a closer look set ${variable} here too`;
    return ok(id, text, { supplied: false });
  }
  const reason = seen?.reason ?? 'not known';
  if (reason.startsWith('unknown') || seen === undefined) {
    return skipped(id, `needs the backend, which does not answer (${variable} is not set here)`);
  }
  const remedy = seen.remedy ?? 'See neuratrade gateway logs backend.';
  return failed(id, `${reason}, says the backend (${place})`, remedy, { reason, supplied: false });
}
