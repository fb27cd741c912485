import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Finding } from './finding.js';

/** What `neuratrade doctor --json` prints. `status` is that of the worst finding; what was skipped counts for nothing. */
export type DoctorReport = {
  status: 'ok' | 'warning' | 'failed';
  home: string;
  checked_at: string;
  duration_ms: number;
  checks: Finding[];
};

/** The findings as a whole, begun at `startedAt` on the monotonic clock. */
export function reportOf(home: string, checks: Finding[], startedAt: number): DoctorReport {
  return {
    status: worst(checks),
    home,
    checked_at: formatTimestamp(new Date()),
    duration_ms: Math.round(performance.now() - startedAt),
    checks,
  };
}

function worst(checks: readonly Finding[]): DoctorReport['status'] {
  for (const status of ['failed', 'warning'] as const) {
    if (checks.some((finding) => finding.status === status)) return status;
  }
  return 'ok';
}
