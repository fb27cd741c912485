import { expect } from '@jest/globals';
import { eventually, type ShownMessage } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, startStack } from './harness.js';
import { tellSamples } from './samples.js';

export const PATIENCE = { timeoutMs: 15_000 };

/** The service beside a backend that tells the samples. */
export interface Asking {
  readonly stack: Stack;
  /** Sends a text from a chat, one of its own unless given, and returns the one message that is shown for it. */
  ask(text: string, chatId?: number): Promise<ShownMessage>;
  /** A chat that nobody has asked from. */
  newChat(): number;
}

export async function startAsking(): Promise<Asking> {
  const stack = await startStack();
  tellSamples(stack.backend);
  await stack.healthBecomes(HEALTHY);
  let nextChat = 100;
  const newChat = () => nextChat++;
  return {
    stack,
    newChat,
    async ask(text, chatId = newChat()) {
      stack.telegram.updates.pushText({ chatId, text });
      const shown = () => stack.telegram.shown(chatId);
      await eventually(() => expect(shown()).toHaveLength(1), PATIENCE);
      return shown()[0] as ShownMessage;
    },
  };
}
