import { formatUptime } from '@neuratrade/health-contracts';
import { serviceVersion } from '@neuratrade/service-kit';
import { asOf, shown } from '../render/text.js';
import type { Command } from './command.js';

const VERSION = serviceVersion(import.meta.url);

export const version: Command = {
  name: 'version',
  description: 'Which versions run, and for how long',
  section: 'Health',
  access: 'linked',
  async answer({ backend, timezone, signal }) {
    const health = await backend.health(signal);
    return {
      head: '<b>NeuraTrade</b>',
      blocks: [
        `Bot: ${VERSION}, up ${formatUptime(process.uptime())}`,
        `Backend: ${health.ok ? backendLine(health.value) : `does not answer (${shown(health.reason)})`}`,
      ],
      gap: '\n',
      ...(health.ok && health.value.timestamp !== undefined
        ? { foot: asOf({ updated_at: health.value.timestamp }, timezone) }
        : {}),
      refresh: true,
    };
  },
};

function backendLine({
  version: told,
  uptime,
}: {
  readonly version?: string | undefined;
  readonly uptime?: string | undefined;
}): string {
  const known = told === undefined ? 'version unknown' : shown(told);
  return uptime === undefined ? known : `${known}, up ${shown(uptime)}`;
}
