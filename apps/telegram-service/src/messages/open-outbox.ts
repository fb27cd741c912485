import { errorFields } from '@neuratrade/service-kit';
import { StoreError } from '@neuratrade/service-kit/durable';
import { createOutbox, type Outbox, OutboxError, type OutboxOptions } from '@neuratrade/service-kit/outbox';

const AGAIN_AFTER_MS = 5_000;

/**
 * The outbox of a folder, also where that cannot be written yet: then it refuses everything, and is opened as soon as it can be.
 *
 * @throws {StoreError} `locked`
 */
export async function openOutbox<P>(options: OutboxOptions<P>): Promise<Outbox<P>> {
  const { folder, logger } = options;
  let outbox: Outbox<P> | undefined;
  let problem: StoreError | undefined;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let started = false;
  let closed = false;

  async function open(): Promise<void> {
    try {
      outbox = await createOutbox(options);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (problem === undefined && error.code === 'locked') throw error;
      if (problem === undefined) logger.error('Outbox cannot be opened', { error: error.message });
      problem = error;
      return;
    }
    if (problem !== undefined) logger.info('Outbox opened', { folder });
    problem = undefined;
    if (started) outbox.start();
  }

  async function openAgain(): Promise<void> {
    await open().catch((error: unknown) => logger.error('Outbox cannot be opened', errorFields(error)));
    if (outbox === undefined) openLater();
  }

  function openLater(): void {
    if (closed) return;
    timer = setTimeout(() => {
      work = openAgain();
    }, AGAIN_AFTER_MS).unref();
  }

  function opened(): Outbox<P> {
    if (outbox !== undefined) return outbox;
    throw new OutboxError('unwritable', problem?.message ?? `${folder} is not open.`, { cause: problem });
  }

  await open();
  if (outbox === undefined) openLater();
  return {
    add: async (...args) => opened().add(...args),
    has: async (key) => opened().has(key),
    get: async (id) => opened().get(id),
    list: async (query) => opened().list(query),
    retry: async (id) => opened().retry(id),
    state: () =>
      outbox?.state() ?? {
        ...{ queued: 0, oldestQueuedAt: null, dead: 0, lastError: null },
        broken: problem?.message ?? null,
      },
    start() {
      started = true;
      outbox?.start();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await work;
      await outbox?.close();
    },
  };
}
