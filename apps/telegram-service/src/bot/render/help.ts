import { escapeHtml } from './html.js';

interface Listed {
  readonly name: string;
  readonly description: string;
}

/** The commands that the bot knows, one a line. */
export function renderHelp(commands: readonly Listed[]): string {
  const lines = commands.map(({ name, description }) => `/${name} – ${escapeHtml(description)}`);
  return ['<b>What I can do</b>', '', ...lines].join('\n');
}

export function renderWelcome(): string {
  return [
    '<b>Welcome to NeuraTrade</b>',
    '',
    'I watch the services that your trading bots depend on.',
    '/status tells whether they work, /help lists what I can do.',
  ].join('\n');
}

/** The answer to a chat that asks more than is worked on at a time. */
export function renderTooMany(): string {
  return 'Too many requests: I leave some out. Wait for my answers, then ask again.';
}

/** The answer to what is no command. */
export function renderUnknown(): string {
  return 'I do not know that. /help lists what I can do.';
}
