import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Chat, chatSchema } from '@neuratrade/api-contracts';
import { errorFields, type Logger } from '@neuratrade/service-kit';
import { z } from 'zod';

/** The linked chats as the backend told them last, in memory and in a file that the next start reads. */
export interface RememberedChats {
  get(chatId: number): Chat | undefined;
  all(): readonly Chat[];
  put(chat: Chat): void;
  drop(chatId: number): void;
  /** These are all there are, of the account or at all, but for those that `keep` says stay as they are. */
  replace(chats: readonly Chat[], keep: (chatId: number) => boolean, account?: string): void;
  /** Resolves when the file is written. */
  flush(): Promise<void>;
}

const fileSchema = z.object({ chats: z.array(z.unknown()) });

/** A file that cannot be read or written is told; what is remembered then lives as long as the process. */
export function rememberChats({ file, logger }: { file: string; logger: Logger }): RememberedChats {
  const chats = new Map(readChats(file, logger).map((chat) => [chat.chat_id, chat]));
  let written = textOf(chats);
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    try {
      for (let text = textOf(chats); text !== written; text = textOf(chats)) {
        await replaceFile(file, text);
        written = text;
      }
    } catch (error) {
      logger.warn('Chats not remembered', errorFields(error));
    } finally {
      writing = undefined;
    }
  }

  function save(): void {
    writing ??= Promise.resolve().then(write);
  }

  return {
    get: (chatId) => chats.get(chatId),
    all: () => [...chats.values()],
    put(chat) {
      if (JSON.stringify(chats.get(chat.chat_id)) === JSON.stringify(chat)) return;
      chats.set(chat.chat_id, chat);
      save();
    },
    drop(chatId) {
      if (chats.delete(chatId)) save();
    },
    replace(next, keep, account) {
      for (const [chatId, chat] of chats) {
        if ((account === undefined || chat.account === account) && !keep(chatId)) chats.delete(chatId);
      }
      for (const chat of next) {
        if (!keep(chat.chat_id)) chats.set(chat.chat_id, chat);
      }
      save();
    },
    async flush() {
      save();
      await writing;
    },
  };
}

function textOf(chats: ReadonlyMap<number, Chat>): string {
  const sorted = [...chats.values()].sort((a, b) => a.chat_id - b.chat_id);
  return `${JSON.stringify({ chats: sorted }, null, 2)}\n`;
}

function readChats(file: string, logger: Logger): Chat[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).chats.flatMap((chat) => {
      const { success, data } = chatSchema.safeParse(chat);
      return success ? [data] : [];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      logger.warn('Remembered chats unreadable', { file });
    }
    return [];
  }
}

/** In one step, mode 0600: whatever happens meanwhile, it holds the old or the new text. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
