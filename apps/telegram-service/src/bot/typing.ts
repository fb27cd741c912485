import type { Api } from 'grammy';
import { callWithin, pause } from './signals.js';

/** Work that is done sooner shows no sign of itself. */
const SOON_MS = 150;
/** A chat shows the sign for 5 s. */
const AGAIN_MS = 4_000;
const CALL_MS = 3_000;
/** How long an answer waits for a sign that is on its way, so that none is shown after it. */
const LAST_MS = 300;

export interface TypingOptions {
  readonly api: Api;
  readonly chatId: number;
  readonly threadId?: number | undefined;
  readonly action: 'typing' | 'upload_photo';
}

/** Shows in the chat that something is coming while `work` goes on, if it takes long enough to wonder. What becomes of that changes nothing. */
export async function whileTyping<T>(
  options: TypingOptions,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { api, chatId, threadId, action } = options;
  const thread = threadId === undefined ? {} : { message_thread_id: threadId };
  const resting = new AbortController();
  const calling = new AbortController();
  const stop = (): void => {
    resting.abort();
    calling.abort();
  };

  async function show(): Promise<void> {
    await pause(SOON_MS, resting.signal);
    while (!resting.signal.aborted) {
      await callWithin(CALL_MS, calling.signal, (limited) =>
        api.sendChatAction(chatId, action, thread, limited),
      ).catch(() => undefined);
      await pause(AGAIN_MS, resting.signal);
    }
  }

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const showing = show();
  try {
    return await work();
  } finally {
    resting.abort();
    await Promise.race([showing, pause(LAST_MS, calling.signal)]);
    stop();
    signal.removeEventListener('abort', stop);
  }
}
