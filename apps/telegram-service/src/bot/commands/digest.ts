import type { ChangeChat } from '@neuratrade/api-contracts';
import { howToLink } from '../access.js';
import type { Answer } from '../answer.js';
import { digestWish } from '../digest-wish.js';
import { refusedToMembers } from '../only-administrators.js';
import { renderDigest } from '../render/digest.js';
import { renderDigestSettings, renderUnclearDigest } from '../render/digest-settings.js';
import { trouble } from '../render/trouble.js';
import type { Command, CommandRequest } from './command.js';

export const digest: Command = {
  name: 'digest',
  description: 'What went on, every day at a time of yours',
  section: 'Your figures',
  usage: '[on|off|now] [HH:MM] [time zone]',
  access: 'linked',
  answer(request) {
    const { args, chat, link, botName } = request;
    if (link === undefined) return { blocks: [howToLink(chat.type, botName)] };
    const wish = digestWish(args);
    if (wish === undefined) return renderUnclearDigest(args);
    if (wish === 'show') return renderDigestSettings(link);
    return wish === 'now' ? now(request) : change(request, wish.change);
  },
};

async function now({ backend, chat, timezone, signal }: CommandRequest): Promise<Answer> {
  const told = await backend.digest(chat.id, signal);
  return told.ok ? { blocks: [renderDigest(told.value, timezone)], refresh: true } : trouble(told);
}

async function change(request: CommandRequest, wanted: ChangeChat): Promise<Answer> {
  const { links, chat, botName, signal } = request;
  const refused = await refusedToMembers(request);
  if (refused !== undefined) return refused;
  const changed = await links.change(chat.id, wanted, signal);
  if (!changed.ok) return trouble(changed);
  return changed.value === null
    ? { blocks: [howToLink(chat.type, botName)] }
    : renderDigestSettings(changed.value);
}
