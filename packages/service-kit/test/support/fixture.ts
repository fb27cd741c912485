import { join } from 'node:path';
import {
  createOutbox,
  type Delivery,
  type Envelope,
  type Outbox,
  type OutboxOptions,
} from '../../src/outbox/index.js';
import { listener, scratch } from './durable.js';

type Options = Partial<OutboxOptions<string>>;

/** A folder with outboxes opened on it one after the other; deliveries answer what `answer` says, and are kept. */
export async function outboxes() {
  const home = await scratch();
  const logger = listener();
  const tried: Envelope<string>[] = [];
  const dead: Envelope<string>[] = [];
  const opened: Outbox<string>[] = [];
  let answer: OutboxOptions<string>['deliver'] = async () => ({ outcome: 'sent' });
  return {
    folder: join(home.folder, 'outbox'),
    logger,
    tried,
    dead,
    /** The payloads that delivery was tried of, in that order. */
    payloads: () => tried.map(({ payload }) => payload),
    answer(
      next: (envelope: Envelope<string>, signal: AbortSignal) => Delivery<string> | Promise<Delivery<string>>,
    ) {
      answer = async (...call) => next(...call);
    },
    async open(options: Options = {}) {
      const outbox = await createOutbox<string>({
        folder: join(home.folder, 'outbox'),
        logger,
        giveUpAfterMs: 86_400_000,
        backoff: { firstMs: 20, mostMs: 80 },
        graceMs: 100,
        onDead: (envelope) => dead.push(envelope),
        deliver: (envelope, signal) => {
          tried.push(envelope);
          return answer(envelope, signal);
        },
        ...options,
      });
      opened.push(outbox);
      return outbox;
    },
    async remove() {
      await Promise.all(opened.map((outbox) => outbox.close()));
      await home.remove();
    },
  };
}

export const letter = (payload: string, lane = 'a', urgency = 0) => ({ lane, urgency, payload });
