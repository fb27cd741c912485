import { expect, test } from '@jest/globals';
import { changeChatSchema, chatSchema, clockTimeSchema } from './chats.js';

const CHAT = {
  ...{ chat_id: -1_001_234_567_890, account: 'main', linked_at: '2026-03-01T08:00:00Z', look: 'light' },
  ...{ timezone: 'Europe/Berlin', unreachable: null },
  digest: { enabled: true, at: '08:30', since: '2026-03-01T08:00:00Z' },
};
const problemOf = (change: unknown): unknown =>
  changeChatSchema.safeParse(change).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

test('a chat is told with all that was chosen in it, and nothing less', () => {
  expect(chatSchema.parse(CHAT)).toEqual(CHAT);
  const wrong = [
    { ...CHAT, look: 'blue' },
    { ...CHAT, unreachable: '' },
    { ...CHAT, unreachable: undefined },
    { ...CHAT, digest: { ...CHAT.digest, at: '8:30' } },
    { ...CHAT, digest: { enabled: true, at: '08:30' } },
  ];
  expect(wrong.map((chat) => chatSchema.safeParse(chat).success)).toEqual(wrong.map(() => false));
});

test('a time of day goes from 00:00 to 23:59', () => {
  const times = ['00:00', '08:30', '19:59', '23:59', '24:00', '8:30', '08:60', '08:30:00', ' 08:30', ''];
  expect(times.filter((time) => clockTimeSchema.safeParse(time).success)).toEqual(times.slice(0, 4));
});

test.each([
  {},
  { look: 'dark' },
  { timezone: 'America/Argentina/Buenos_Aires' },
  { digest: { enabled: false } },
  { digest: { at: '22:15' } },
  { unreachable: null },
  { unreachable: 'bot was blocked by the user' },
  { chat_id: -5, look: 'light', timezone: 'UTC', digest: { enabled: true, at: '08:00' } },
])('%j changes what it names', (change) => {
  expect(changeChatSchema.parse(change)).toEqual(change);
});

test.each<[unknown, string[]]>([
  [{ chat_id: 1.5 }, ['chat_id must be a whole number']],
  [{ look: 'blue' }, ['look must be light or dark']],
  [{ timezone: 'Mars/Olympus' }, ['timezone must be a time zone, as UTC or Europe/Berlin']],
  [{ timezone: '' }, ['timezone must be a time zone, as UTC or Europe/Berlin']],
  [{ digest: { at: '24:00' } }, ['digest.at must be a time from 00:00 to 23:59']],
  [{ digest: { enabled: 'yes' } }, ['digest.enabled must be true or false']],
  [{ unreachable: 'x'.repeat(201) }, ['unreachable is too long']],
  [{ account: 'main' }, [' Unrecognized key: "account"']],
])('%j is refused with what would be right', (change, problems) => {
  expect(problemOf(change)).toEqual(problems);
});
