import type { BackendAnswer, BackendHealth } from '../../backend-client.js';
import { escapeHtml } from './html.js';

const ICONS = { healthy: '✅', unhealthy: '❌', disabled: '⚪' } as const;

/** The composite health as a chat message. Reasons stay behind: anyone can ask the bot, and they name addresses. */
export function renderStatus(answer: BackendAnswer<BackendHealth>): string {
  if (!answer.ok) {
    return [
      `❌ The backend does not answer: ${escapeHtml(answer.reason)}.`,
      '',
      'See what runs with <code>neuratrade gateway status</code>.',
    ].join('\n');
  }
  const { status, services, timestamp, uptime } = answer.value;
  const lines = Object.entries(services).map(([name, text]) => {
    const word = wordOf(text);
    return `${ICONS[word]} ${escapeHtml(name)}: ${word}`;
  });
  const foot = [
    ...(uptime === undefined ? [] : [`Up ${escapeHtml(uptime)}`]),
    ...(timestamp === undefined ? [] : [`as of ${escapeHtml(readableTime(timestamp))}`]),
  ].join(', ');
  return [
    `<b>NeuraTrade is ${status}</b>`,
    '',
    ...lines,
    ...(foot === '' ? [] : ['', foot]),
    ...(status === 'healthy' ? [] : ['', 'Reasons: <code>neuratrade gateway status</code>']),
  ].join('\n');
}

function wordOf(text: string): keyof typeof ICONS {
  if (text === 'healthy' || text === 'disabled') return text;
  return 'unhealthy';
}

function readableTime(timestamp: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(timestamp);
  return parts === null ? timestamp : `${parts[1]} ${parts[2]} UTC`;
}
