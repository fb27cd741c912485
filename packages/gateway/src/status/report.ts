/** How a service is: `healthy` and `disabled` are well, everything else is not. */
export type RowState = 'healthy' | 'degraded' | 'down' | 'starting' | 'restarting' | 'disabled';

/** One line of `neuratrade gateway status`. What is not known or not there is null. */
export type StatusRow = {
  name: string;
  state: RowState;
  pid: number | null;
  uptime_seconds: number | null;
  memory_bytes: number | null;
  port: number | null;
  /** `embedded`, `private` or `simulator` for what the gateway supplied, the host of a server that it only uses. */
  source: string | null;
  reason: string | null;
  remedy: string | null;
};

/** What `neuratrade gateway status --json` prints. `status` is `down` while the backend cannot serve. */
export type StatusReport = {
  status: 'healthy' | 'degraded' | 'down';
  home: string;
  services: StatusRow[];
};

/** The exit code of `neuratrade gateway status`. */
export function exitCodeFor(report: StatusReport): 0 | 1 | 2 {
  if (report.status === 'healthy') return 0;
  return report.status === 'degraded' ? 1 : 2;
}
