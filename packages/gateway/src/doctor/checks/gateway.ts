import { formatUptime } from '@neuratrade/health-contracts';
import { isSuspended } from '../../process/suspended.js';
import type { StatusRow } from '../../status/report.js';
import type { Check } from '../check.js';
import { type Finding, failed, ok, warning } from '../finding.js';
import { processRemedy } from '../remedy.js';

const OWN_CHECK = ['database', 'redis', 'ccxt', 'backend', 'telegram'];

export const gateway: Check = {
  id: 'gateway',
  async run({ report, paths }) {
    const { services } = await report();
    if (services.length === 0) {
      const text = `does not run for ${paths.home}`;
      return [failed('gateway', text, 'neuratrade gateway start', { running: false })];
    }
    return services.filter(({ name }) => !OWN_CHECK.includes(name)).map(judge);
  },
};

function judge(row: StatusRow): Finding {
  const { name, state, pid, port, uptime_seconds, memory_bytes, reason } = row;
  const values = { running: pid !== null, state, pid, port, uptime_seconds, memory_bytes };
  if (pid !== null && isSuspended(pid)) {
    return failed(
      name,
      `PID ${pid} does nothing: it was stopped by SIGSTOP, Ctrl-Z or a debugger`,
      processRemedy(row, name),
      values,
    );
  }
  const told = `${state}${reason === null ? '' : `: ${reason}`}`;
  if (state === 'healthy') return ok(name, `running ${facts(row)}`, values);
  if (state === 'starting') {
    return warning(name, told, 'Wait for it: neuratrade gateway logs gateway -f', values);
  }
  return state === 'degraded'
    ? warning(name, told, processRemedy(row, name), values)
    : failed(name, told, processRemedy(row, name), values);
}

function facts({ pid, port, uptime_seconds: uptime }: StatusRow): string {
  const where = port === null ? '' : `, port ${port}`;
  return `${uptime === null ? '' : `for ${formatUptime(uptime)} `}(PID ${pid}${where})`;
}
