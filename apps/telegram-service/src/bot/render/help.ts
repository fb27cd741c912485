import type { Command } from '../commands/command.js';
import { escapeHtml } from './html.js';

type Listed = Pick<Command, 'name' | 'aliases' | 'description' | 'usage'>;

/** One command as /help lists it: `/trades [n] – Closed trades`. */
export function renderCommand({ name, aliases = [], description, usage }: Listed): string {
  const also = aliases.length === 0 ? '' : ` (also ${aliases.map((alias) => `/${alias}`).join(', ')})`;
  const how = usage === undefined ? '' : ` ${escapeHtml(usage)}`;
  return `/${name}${how} – ${escapeHtml(description)}${also}`;
}

/** A heading and the commands below it. */
export function renderSection(section: string, commands: readonly Listed[]): string {
  return [`<b>${escapeHtml(section)}</b>`, ...commands.map(renderCommand)].join('\n');
}

/** The answer to a chat that asks more than is worked on at a time. */
export function renderTooMany(): string {
  return 'Too many requests: I leave some out. Wait for my answers, then ask again.';
}

/** The answer to what is no command. */
export function renderUnknown(): string {
  return 'I do not know that. /help lists what I can do.';
}
