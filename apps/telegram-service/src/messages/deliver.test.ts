import { describe, expect, test } from '@jest/globals';
import { createLogger } from '@neuratrade/service-kit';
import type { Envelope } from '@neuratrade/service-kit/outbox';
import type { SendOutcome } from '../bot/send.js';
import type { Links } from '../links/links.js';
import { createDeliver, type Send } from './deliver.js';
import type { Letter } from './letter.js';

const CHAT = 4_711;
const LETTER: Letter = { chatId: CHAT, text: '<b>x', format: 'html', severity: 'warning' };
const logger = createLogger({ format: 'epoch', level: 'info', stdout: false, redact: (text) => text });

const envelopeOf = (payload: Letter): Envelope<Letter> => ({
  ...{ id: 'id', lane: String(payload.chatId), urgency: 1, payload, queuedAt: 0, attempts: 0, nextAt: 0 },
  ...{ state: 'queued', error: null, endedAt: null },
});

type LinkState = Awaited<ReturnType<Links['of']>>;

/** Delivers a letter that Telegram takes so, and tells what followed. */
async function deliver(
  outcome: SendOutcome,
  letter: Letter = LETTER,
  { state = { linked: null }, queuedAt = 0 }: { state?: LinkState; queuedAt?: number } = {},
) {
  const sent: unknown[] = [];
  const told: unknown[] = [];
  const send: Send = async (...[chatId, message]) => {
    sent.push([chatId, message]);
    return outcome;
  };
  const attempt = createDeliver({
    send,
    links: {
      of: async () => state,
      unreachable: (...args) => void told.push(['unreachable', ...args]),
      moved: (...args) => void told.push(['moved', ...args]),
    },
    logger,
  });
  const delivery = await attempt({ ...envelopeOf(letter), queuedAt }, new AbortController().signal);
  return { delivery, told, sent };
}

const failed = (rest: object) => ({ sent: false, reason: 'why', ...rest }) as SendOutcome;

test.each([
  ['info', 'html', { text: '<b>x', html: true, silent: true }],
  ['warning', 'plain', { text: '<b>x', html: false, silent: false }],
  ['critical', 'html', { text: '<b>x', html: true, silent: false }],
] as const)('%s as %s is sent', async (severity, format, message) => {
  expect(await deliver({ sent: true }, { ...LETTER, severity, format })).toEqual({
    delivery: { outcome: 'sent', restMs: 1_000 },
    told: [['unreachable', CHAT, null]],
    sent: [[CHAT, message]],
  });
});

test.each([
  ['asks to slow down', { kind: 'slow_down', ms: 3_000 }, { outcome: 'lane_wait', ms: 3_000, reason: 'why' }],
  ['cannot be reached', { kind: 'unreachable' }, { outcome: 'retry', reason: 'why' }],
  ['refuses it', { kind: 'refused', blocked: false }, { outcome: 'dead', reason: 'why' }],
])('when Telegram %s, nothing is told about the chat', async (_case, outcome, delivery) => {
  expect(await deliver(failed(outcome))).toMatchObject({ delivery, told: [] });
});

test('bad markup is sent once more as plain text, and that is the end of it', async () => {
  const { delivery } = await deliver(failed({ kind: 'markup' }));
  const plain: Letter = { ...LETTER, text: 'x', format: 'plain' };
  expect(delivery).toEqual({ outcome: 'change', payload: plain, reason: 'why' });
  expect((await deliver(failed({ kind: 'markup' }), plain)).delivery).toEqual({
    outcome: 'dead',
    reason: 'why',
  });
  expect((await deliver(failed({ kind: 'markup' }), { ...LETTER, text: '<b>' })).delivery).toEqual({
    outcome: 'dead',
    reason: 'why',
  });
});

test('a chat that blocks the bot is unreachable', async () => {
  expect(await deliver(failed({ kind: 'refused', blocked: true }))).toMatchObject({
    delivery: { outcome: 'dead', reason: 'why' },
    told: [['unreachable', CHAT, 'why']],
  });
});

test('a group that moved gets it where it is now, but is not followed for ever', async () => {
  const { delivery, told } = await deliver(failed({ kind: 'moved', chatId: -1_001 }));
  const payload: Letter = { ...LETTER, chatId: -1_001, movedFrom: CHAT };
  expect([delivery, told]).toEqual([
    { outcome: 'change', payload, lane: '-1001', reason: 'why' },
    [['moved', CHAT, -1_001]],
  ]);
  expect(await deliver(failed({ kind: 'moved', chatId: CHAT }), payload)).toMatchObject({
    delivery: { outcome: 'dead', reason: 'why' },
    told: [],
  });
});

describe('what waited for an account', () => {
  const chat = {
    ...{ chat_id: CHAT, account: 'main', linked_at: '2026-03-03T10:00:00Z', look: 'light' as const },
    digest: { enabled: false, at: '08:00', since: '2026-03-03T10:00:00Z' },
    ...{ timezone: 'UTC', unreachable: null },
  };
  const down = { ok: false, reason: 'connection refused' } as const;
  const forMain: Letter = { ...LETTER, account: 'main' };
  const another = { ...chat, account: 'desk' };

  test.each([
    ['is unlinked', { linked: null }],
    ['belongs to another', { linked: another }],
  ])('is not sent to a chat that %s by then', async (_case, state) => {
    expect(await deliver({ sent: true }, forMain, { state })).toEqual({
      delivery: { outcome: 'dead', reason: 'the chat does not belong to account main any more' },
      told: [],
      sent: [],
    });
  });

  test.each([
    ['is linked', forMain, { state: { linked: chat } }],
    ['cannot be asked about', forMain, { state: { unknown: 'connection refused' } }],
    ['is remembered', forMain, { state: { linked: another, remembered: down } }],
    ['was asked about a moment ago', forMain, { queuedAt: Date.now() }],
    ['has just moved', { ...forMain, movedFrom: 1 }, {}],
    ['was named itself', LETTER, {}],
  ])('is sent to a chat that %s', async (_case, letter, known) => {
    expect((await deliver({ sent: true }, letter, known)).sent).toHaveLength(1);
  });
});
