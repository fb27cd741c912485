import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, startStack } from './harness.js';
import { samples, tellSamples } from './samples.js';

jest.setTimeout(60_000);

const PATIENCE = { timeoutMs: 15_000 };

let stack: Stack;
let chat = 100;
beforeAll(async () => {
  stack = await startStack();
  tellSamples(stack.backend);
  await stack.healthBecomes(HEALTHY);
});
afterAll(() => stack.close());

const shown = () => stack.telegram.shown(chat);

/** Asks from a chat of its own, and waits for the message. */
async function ask(text: string): Promise<void> {
  chat += 1;
  stack.telegram.updates.pushText({ chatId: chat, text });
  await eventually(() => expect(shown()).toHaveLength(1), PATIENCE);
}

/** Sends what a button holds, and returns what was told to who pressed it. */
async function press(data: string): Promise<Record<string, unknown>> {
  const before = stack.telegram.calls('answerCallbackQuery').length;
  stack.telegram.updates.pushCallback({ chatId: chat, messageId: shown().at(-1)?.messageId ?? 0, data });
  const answered = () => stack.telegram.calls('answerCallbackQuery').slice(before);
  await eventually(() => expect(answered()).toHaveLength(1), PATIENCE);
  const { callback_query_id: _, ...told } = answered()[0]?.payload ?? {};
  return told;
}

function dataOf(label: string): string {
  const button = shown()
    .at(-1)
    ?.buttons.flat()
    .find(({ text }) => text === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  return button.data;
}

test('Refresh brings fresh figures into the same message', async () => {
  await ask('/portfolio');
  const before = shown()[0];
  stack.backend.tell('portfolio', { ...samples().portfolio, total_equity: '11,000.00 USDT' }, chat);
  expect(await press(dataOf('🔄 Refresh'))).toEqual({ show_alert: false });
  expect(shown()).toMatchObject([
    {
      messageId: before?.messageId,
      text: before?.text.replace('10,500.00', '11,000.00'),
      photo: expect.anything(),
    },
  ]);
});

test('buttons choose the range and the look of a picture, and the chat keeps the look', async () => {
  await ask('/performance');
  expect(shown()[0]?.buttons.map((row) => row.map(({ text }) => text))).toEqual([
    ['24h', '7d', '• 30d', '90d'],
    ['• ☀️ Light', '🌙 Dark'],
    ['🔄 Refresh'],
  ]);
  const light = shown()[0]?.photo;
  await press(dataOf('🌙 Dark'));
  expect(stack.backend.chats.of(chat)?.look).toBe('dark');
  await press(dataOf('7d'));
  expect(shown()).toHaveLength(1);
  expect(shown()[0]?.photo).not.toEqual(light);
  expect(shown()[0]?.buttons.map((row) => row.map(({ text }) => text))).toEqual([
    ['24h', '• 7d', '30d', '90d'],
    ['☀️ Light', '• 🌙 Dark'],
    ['🔄 Refresh'],
  ]);
});

test('a button works after a restart', async () => {
  await ask('/cache');
  await stack.service.stop('SIGTERM');
  await stack.start();
  await stack.healthBecomes(HEALTHY);
  expect(await press(dataOf('🔄 Refresh'))).toEqual({ text: 'Nothing new', show_alert: false });
});

test.each([
  ['of another time', 'risk:refresh'],
  ['of a command that is gone', '0 risk'],
  ['that is empty', ' '],
])('a button %s is too old', async (_case, data) => {
  await ask('/help');
  const before = shown();
  expect(await press(data)).toEqual({ text: 'This button is too old. Ask again.', show_alert: false });
  expect(shown()).toEqual(before);
});

describe('a button tells nothing', () => {
  test('to a chat that is not linked any more', async () => {
    await ask('/portfolio');
    stack.backend.chats.unlink(chat);
    const before = stack.backend.requests();
    expect(await press(dataOf('🔄 Refresh'))).toEqual({
      text: 'This chat is not linked to an account. Run neuratrade telegram link where NeuraTrade runs and open the link that it prints.',
      show_alert: true,
    });
    expect(stack.backend.requests()).toBe(before);
    expect((await stack.log()).filter(({ msg }) => msg === 'Chat refused')).toMatchObject([
      { chatId: chat, reason: 'not linked' },
    ]);
  });

  test('new while the backend is down: what is shown stays, and that is said', async () => {
    await ask('/portfolio');
    const before = shown();
    stack.backend.set({ status: 500, body: '{}' });
    expect(await press(dataOf('🔄 Refresh'))).toEqual({
      text: '🔴 The backend failed: HTTP 500.\nTry again in a minute. The reason is in backend.log.',
      show_alert: true,
    });
    stack.backend.set(undefined);
    expect(shown()).toEqual(before);
  });
});

test('no secret shows in any of this', async () => {
  expect(await stack.leaks()).toEqual([]);
});
