import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pushed } from '@neuratrade/api-contracts';
import type { Query } from '@neuratrade/service-kit';
import type { Accounts } from '../accounts/service.js';
import { createBreath } from '../fills/breathe.js';
import type { NewFill } from '../fills/new-fill.js';
import { createSlots } from '../fills/slots.js';
import type { FillStore } from '../fills/store.js';
import { createCheckFill } from './check/check-fill.js';
import { placeOf } from './place.js';
import { isProblem } from './problem.js';
import type { Line } from './read/line.js';
import { readBody } from './read/read-body.js';

interface Push {
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
  readonly query: Query;
}

export interface PushService {
  /** Stores what can be stored; resolves when it is kept for good. Rejects with an AppError when the body cannot be read at all. */
  push(push: Push): Promise<Pushed>;
}

type Rejected = Pushed['rejected'][number];

const CONFLICT = 'conflict';
const LONGEST_ID = 128;

export function createPushService({
  accounts,
  fills,
}: {
  readonly accounts: Pick<Accounts, 'named'>;
  readonly fills: Pick<FillStore, 'store'>;
}): PushService {
  const oneByOne = createSlots(1);
  return {
    async push({ contentType, bytes, query }) {
      const body = await oneByOne(async () => {
        await nextTurn();
        return readBody(contentType, bytes);
      });
      const { account: name, exchange } = placeOf(body, query);
      const account = await accounts.named(name);
      const { good, places, rejected } = await oneByOne(() => sorted(body.lines));
      if (good.length === 0) return { stored: 0, duplicates: 0, rejected };
      const { stored, duplicates, conflicts } = await fills.store({ account, exchange }, good);
      for (const conflict of conflicts) {
        const id = good[conflict]?.id ?? null;
        rejected.push({ index: places[conflict] ?? conflict, id, reason: CONFLICT });
      }
      rejected.sort((a, b) => a.index - b.index);
      return { stored, duplicates: duplicates.length, rejected };
    },
  };
}

interface Sorted {
  readonly good: NewFill[];
  readonly places: number[];
  readonly rejected: Rejected[];
}

/** The fills that can be taken, with their places among the lines, and the lines that cannot. Others have their turn in between. */
async function sorted(lines: readonly Line[]): Promise<Sorted> {
  const breath = createBreath();
  const check = createCheckFill(Date.now());
  const good: NewFill[] = [];
  const places: number[] = [];
  const rejected: Rejected[] = [];
  for (const [index, line] of lines.entries()) {
    const fill = isProblem(line) ? line : check(line.fields);
    if (!isProblem(fill)) {
      good.push(fill);
      places.push(index);
    } else
      rejected.push({ index, id: isProblem(line) ? null : shownId(line.fields.id), reason: fill.problem });
    if (breath.isDue()) await breath.take();
  }
  return { good, places, rejected };
}

function shownId(id: unknown): string | null {
  return typeof id === 'string' ? id.slice(0, LONGEST_ID) : null;
}
