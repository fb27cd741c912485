import { expect, test } from '@jest/globals';
import type { Context } from 'grammy';
import { limitPerChat } from './chat-limit.js';

function controlled() {
  const ends = new Map<number, () => void>();
  const overflows: { chatId: number | undefined; first: boolean; updateIds: readonly number[] }[] = [];
  const limit = limitPerChat(async ({ context, first, updateIds }) => {
    overflows.push({ chatId: context.chat?.id, first, updateIds });
  });
  const ask = (update_id: number, id: number) =>
    Promise.resolve(
      limit(
        { chat: { id }, update: { update_id } } as Context,
        () => new Promise<void>((end) => ends.set(update_id, end)),
      ),
    );
  return { ask, ends, overflows };
}

test('five updates of a chat are open at a time, the others overflow, and other chats do not notice', async () => {
  const { ask, ends, overflows } = controlled();
  for (let id = 1; id <= 7; id += 1) void ask(id, 70);
  void ask(8, 80);
  expect([...ends.keys()]).toEqual([1, 2, 3, 4, 5, 8]);
  expect(overflows).toEqual([
    { chatId: 70, first: true, updateIds: [1, 2, 3, 4, 5, 6] },
    { chatId: 70, first: false, updateIds: [1, 2, 3, 4, 5, 7] },
  ]);
});

test('an update that ends makes room, and a burst ends when the chat has nothing open', async () => {
  const { ask, ends, overflows } = controlled();
  const open = [1, 2, 3, 4, 5].map((id) => ask(id, 70));
  void ask(6, 70);
  ends.get(1)?.();
  await open[0];
  open.push(ask(7, 70));
  void ask(8, 70);
  for (const end of ends.values()) end();
  await Promise.all(open);
  for (let id = 11; id <= 16; id += 1) void ask(id, 70);
  expect(overflows).toEqual([
    { chatId: 70, first: true, updateIds: [1, 2, 3, 4, 5, 6] },
    { chatId: 70, first: false, updateIds: [2, 3, 4, 5, 7, 8] },
    { chatId: 70, first: true, updateIds: [11, 12, 13, 14, 15, 16] },
  ]);
});
