import { performance } from 'node:perf_hooks';
import type { Logger } from '@neuratrade/service-kit';
import { type DurableStore, openStore } from '@neuratrade/service-kit/durable';
import type { Update } from 'grammy/types';
import type { Failure } from '../status.js';
import { createChatLimit } from './chat-limit.js';
import { createJournal } from './journal.js';
import { createKnownIds } from './known-ids.js';
import { createLanes } from './lanes.js';

const MOST_OPEN = 10_000;

/** An update that is not done. */
export interface OpenUpdate {
  readonly update: Update;
  /** How long it had waited when this process got it, in milliseconds. */
  readonly waitedMs: number;
  /** When this process got it, by its monotonic clock. */
  readonly arrivedAt: number;
}

export interface InboxOptions {
  /** `$NEURATRADE_HOME/data/inbox`. */
  readonly folder: string;
  readonly logger: Logger;
  /** Never rejects; a failure leaves the update open, to be handled again. */
  readonly handle: (open: OpenUpdate) => Promise<Failure | undefined>;
  /** The chat that an update asks something for. */
  readonly asker: (update: Update) => number | undefined;
  /** Tells a chat that it asks too much. */
  readonly tooMany: (chatId: number) => void;
  /** How many may be open in all; 10,000 unless given. */
  readonly mostOpen?: number;
}

/** The updates that wait for their answer, on disk. */
export interface Inbox {
  /** Reads what was left open. @throws {StoreError} `locked` */
  open(): Promise<void>;
  /** From now on updates are handled: in order within a chat, chats beside one another, what was left open first. */
  start(): void;
  /**
   * Takes an update, once; it is on disk, or done, when this resolves. Rejects when it cannot be stored: it is handled all the
   * same, but Telegram must go on keeping it.
   */
  accept(update: Update): Promise<void>;
  /** Whether one more may be accepted. */
  room(): boolean;
  /** How many are open, and since when the oldest is, in epoch milliseconds. */
  state(): { readonly open: number; readonly oldestAt: number | null };
  /** Why nothing can be stored now. */
  broken(): string | null;
  /** Begins no more work; what is not begun waits for the next start. */
  stop(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

interface Entry extends OpenUpdate {
  /** When it was taken in, in epoch milliseconds. */
  readonly at: number;
  readonly chatId: number | undefined;
  stored: Promise<void>;
}

/** As it stands on disk: an open update under `open:`, when one was done under `done:`. */
interface Stored {
  readonly at: number;
  readonly update?: Update;
}

const OPEN = 'open:';
const openKey = (id: number) => OPEN + String(id).padStart(16, '0');

export function createInbox(options: InboxOptions): Inbox {
  const { folder, logger, handle, asker, tooMany, mostOpen = MOST_OPEN } = options;
  const open = new Map<number, Entry>();
  const limit = createChatLimit();
  const lanes = createLanes(work);
  const journal = createJournal<Stored>({ open: () => openStore({ folder, logger }), read, logger });
  const known = createKnownIds({ forget: (keys) => write(keys.map((del) => ({ del }))) });

  function write(changes: Parameters<typeof journal.write>[0]): Promise<void> {
    const written = journal.write(changes);
    written.catch(() => undefined);
    return written;
  }

  async function read(store: DurableStore<Stored>): Promise<void> {
    await known.read(store);
    for await (const [, { at, update }] of store.entries({ gte: OPEN, lt: `${OPEN}~` })) {
      if (update === undefined || open.has(update.update_id) || known.has(update.update_id)) continue;
      const chatId = asker(update);
      if (chatId !== undefined) limit.take(chatId);
      const waitedMs = Math.max(0, Date.now() - at);
      queue({ update, at, waitedMs, arrivedAt: performance.now(), chatId, stored: Promise.resolve() });
    }
  }

  function queue(entry: Entry): void {
    const id = entry.update.update_id;
    open.set(id, entry);
    lanes.add(entry.chatId === undefined ? `update ${id}` : `chat ${entry.chatId}`, entry);
  }

  async function work(entry: Entry): Promise<Failure | undefined> {
    const failure = await handle(entry);
    if (failure !== undefined) return failure;
    const { update_id: id } = entry.update;
    open.delete(id);
    if (entry.chatId !== undefined) {
      const leftOut = limit.done(entry.chatId);
      if (leftOut > 0) logger.info('Flood ended', { chatId: entry.chatId, leftOut });
    }
    await write([{ del: openKey(id) }, known.add(id)]).catch(() => undefined);
    return undefined;
  }

  return {
    open: journal.open,
    start: lanes.start,
    accept(update) {
      const id = update.update_id;
      if (known.has(id)) return Promise.resolve();
      const entry = open.get(id);
      if (entry !== undefined) {
        entry.stored = entry.stored.catch(() => write([]));
        return entry.stored;
      }
      const chatId = asker(update);
      const admission = chatId === undefined ? 'taken' : limit.admit(chatId);
      if (chatId !== undefined && admission !== 'taken') {
        if (admission === 'first_too_many') {
          logger.warn('Flood began', { chatId, updateId: id });
          tooMany(chatId);
        }
        return write([known.add(id)]);
      }
      const at = Date.now();
      const stored = write([{ put: openKey(id), value: { at, update } }]);
      queue({ update, at, waitedMs: 0, arrivedAt: performance.now(), chatId, stored });
      return stored;
    },
    room: () => open.size < mostOpen,
    state() {
      const [oldest] = open.values();
      return { open: open.size, oldestAt: oldest?.at ?? null };
    },
    broken: journal.broken,
    stop: lanes.stop,
    idle: lanes.idle,
    async close() {
      known.close();
      await journal.close();
    },
  };
}
