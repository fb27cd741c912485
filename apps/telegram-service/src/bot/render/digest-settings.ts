import type { Chat } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { shown } from './text.js';

const HOW = [
  '<code>/digest 08:30</code> – at another time',
  '<code>/digest on 08:30 Europe/Berlin</code> – in another time zone',
  '<code>/digest off</code> – no more of them',
  '<code>/digest now</code> – one at once',
].join('\n');

/** When a chat gets its digest, and how to change that. */
export function renderDigestSettings({ digest, timezone }: Chat): Answer {
  const { enabled, at } = digest;
  const when = `${at} ${shown(timezone)}`;
  return {
    head: '<b>Daily digest</b>',
    blocks: [enabled ? `On: every day at ${when}.` : `Off. Switched on, it comes every day at ${when}.`, HOW],
    buttons: [
      [
        enabled ? { label: 'Switch off', args: 'off' } : { label: 'Switch on', args: 'on' },
        { label: 'Digest now', args: 'now' },
      ],
    ],
  };
}

/** The answer to arguments that cannot be understood. */
export function renderUnclearDigest(args: string): Answer {
  return {
    blocks: [
      `I do not understand “${shown(args, 40)}”, so nothing is changed. Give a time from 00:00 to 23:59 and, if you like, a time zone as Europe/Berlin or UTC:`,
      HOW,
    ],
  };
}
