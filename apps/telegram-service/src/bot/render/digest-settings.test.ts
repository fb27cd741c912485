import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderDigestSettings, renderUnclearDigest } from './digest-settings.js';

const CHAT = {
  ...{ chat_id: 1, account: 'main', linked_at: '2026-03-03T10:30:00Z', look: 'light' as const },
  ...{ timezone: 'Europe/Berlin', unreachable: null },
  digest: { enabled: true, at: '08:00', since: '2026-03-03T10:30:00Z' },
};
const HOW =
  '<code>/digest 08:30</code> – at another time\n<code>/digest on 08:30 Europe/Berlin</code> – in another time zone\n<code>/digest off</code> – no more of them\n<code>/digest now</code> – one at once';

test('when it comes, and how to change that', () => {
  const answer = renderDigestSettings(CHAT);
  expect([pagesOf(answer, 4_096), answer.buttons]).toEqual([
    [`<b>Daily digest</b>\n\nOn: every day at 08:00 Europe/Berlin.\n\n${HOW}`],
    [
      [
        { label: 'Switch off', args: 'off' },
        { label: 'Digest now', args: 'now' },
      ],
    ],
  ]);
});

test('switched off, it says when it would come', () => {
  const answer = renderDigestSettings({ ...CHAT, digest: { ...CHAT.digest, enabled: false } });
  expect([answer.blocks[0], answer.buttons?.[0]?.[0]]).toEqual([
    'Off. Switched on, it comes every day at 08:00 Europe/Berlin.',
    { label: 'Switch on', args: 'on' },
  ]);
});

test('what cannot be understood changes nothing and says what could be', () => {
  expect(pagesOf(renderUnclearDigest('at <noon>'), 4_096)).toEqual([
    `I do not understand “at &lt;noon&gt;”, so nothing is changed. Give a time from 00:00 to 23:59 and, if you like, a time zone as Europe/Berlin or UTC:\n\n${HOW}`,
  ]);
});
