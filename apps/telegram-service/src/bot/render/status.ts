import type { BackendHealth } from '../../backend/client.js';
import type { Answer } from '../answer.js';
import { ICONS } from './icons.js';
import { shownReason } from './reason.js';
import { asOf, shown } from './text.js';

const LOOKS: Readonly<Record<string, string>> = { healthy: ICONS.good, disabled: ICONS.none };

/** The composite health, with the reason of what does not work. */
export function renderStatus(
  { status, services, timestamp, uptime }: BackendHealth,
  timezone: string,
): Answer {
  const foot = [
    ...(uptime === undefined ? [] : [`Up ${shown(uptime, 32)}`]),
    ...(timestamp === undefined ? [] : [asOf({ updated_at: timestamp }, timezone)]),
  ].join('\n');
  return {
    head: `<b>NeuraTrade is ${status}</b>`,
    blocks: Object.entries(services).map(
      ([name, text]) => `${LOOKS[text] ?? ICONS.bad} ${shown(name)}: ${shownReason(text, 160)}`,
    ),
    gap: '\n',
    ...(foot === '' ? {} : { foot }),
    refresh: true,
  };
}
