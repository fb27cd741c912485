import type { Transfers as ToldTransfers } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import { Decimal } from '../../decimal.js';
import type { NewTransfer, Transfers } from '../../transfers/service.js';
import type { Begin, PrivateClient } from '../client.js';
import type { Reader, Work } from '../jobs/job.js';

export interface TransfersOptions {
  readonly client: Pick<PrivateClient, 'transfers'>;
  readonly transfers: Pick<Transfers, 'add' | 'value'>;
}

type Kind = ToldTransfers['kind'];

interface Progress {
  /** When the latest ones were read, milliseconds of the epoch. */
  readonly recentAt?: number;
  /** Where each history goes on, until it is read. */
  readonly history?: Readonly<Partial<Record<Kind, Begin | 'read'>>>;
}

const KINDS: readonly Kind[] = ['deposit', 'withdrawal'];
const BEGINNING: Begin = { since: null, next: null };
const EVERY_MS = 300_000;
/** How soon the history goes on: exchanges let themselves be asked for transfers seldom. */
const HISTORY_MS = 2_000;
const NOT_OFFERED_MS = 86_400_000;
const DAY_MS = 86_400_000;
/** How far back the first look goes: as far as one question reaches. */
const FIRST_MS = 80 * DAY_MS;
/** How far back is read again: a transfer may be done long after it was begun. */
const OVERLAP_MS = 7 * DAY_MS;

/** Reads what came to an account from elsewhere, and went there: the latest at once, the history before it bit by bit. */
export function createTransfersReader({ client, transfers }: TransfersOptions): Reader {
  const readPage = async ({ job, signal, keep }: Work, kind: Kind, begin: Begin): Promise<ToldTransfers> => {
    await keep();
    const told = await client.transfers(job, kind, begin, signal);
    await keep();
    const rows = told.transfers.map((transfer) => toTransfer(kind, transfer));
    await transfers.add(job, rows);
    return told;
  };

  /** Resolves with whether the exchange tells transfers at all. */
  const readRecent = async (work: Work, since: number): Promise<boolean> => {
    let supported = false;
    for (const kind of KINDS) {
      for (let begin: Begin | null = { since, next: null }; begin !== null; ) {
        const told: ToldTransfers = await readPage(work, kind, begin);
        supported ||= told.supported;
        begin = told.next === null ? null : { since, next: told.next };
      }
    }
    return supported;
  };

  /** Resolves with how far it is, and how long it is to wait then. */
  const readHistory = async (
    work: Work,
    { history = {}, ...progress }: Progress,
  ): Promise<{ progress: Progress; waitMs: number }> => {
    const kind = KINDS.find((one) => history[one] !== 'read');
    if (kind === undefined) return { progress: { ...progress, history }, waitMs: HISTORY_MS };
    const begin = history[kind] ?? BEGINNING;
    const page = await readPage(work, kind, begin === 'read' ? BEGINNING : begin).catch(isBusyNow);
    if ('waitMs' in page) return { progress: { ...progress, history }, waitMs: page.waitMs };
    const read = page.next === null ? 'read' : { since: null, next: page.next };
    return { progress: { ...progress, history: { ...history, [kind]: read } }, waitMs: HISTORY_MS };
  };

  return async (work) => {
    let progress = work.job.progress as Progress;
    let waitMs = HISTORY_MS;
    const { recentAt } = progress;
    const now = Date.now();
    if (recentAt === undefined || isRead(progress) || now - recentAt >= EVERY_MS) {
      const supported = await readRecent(
        work,
        recentAt === undefined ? now - FIRST_MS : recentAt - OVERLAP_MS,
      );
      if (!supported) return { dueInMs: NOT_OFFERED_MS, progress, offered: false };
      progress = { ...progress, recentAt: now };
    } else ({ progress, waitMs } = await readHistory(work, progress));
    await work.keep(progress);
    await transfers.value(work.job.account.id);
    return { dueInMs: isRead(progress) ? EVERY_MS : waitMs, progress };
  };
}

function isRead({ history }: Progress): boolean {
  return KINDS.every((kind) => history?.[kind] === 'read');
}

/** The history waits when the exchange was asked enough, as long as that is told, but no longer than the latest may. */
function isBusyNow(error: unknown): { readonly waitMs: number } {
  if (!(error instanceof AppError) || error.code !== 'exchange_busy') throw error;
  const told = (error.retryAfterSeconds ?? 0) * 1_000;
  return { waitMs: Math.min(Math.max(told, HISTORY_MS), EVERY_MS) };
}

/** The fee of a withdrawal is taken on top of it. */
function toTransfer(
  kind: Kind,
  { id, asset, amount, fee, executed_at }: ToldTransfers['transfers'][number],
): NewTransfer {
  const taken = kind === 'withdrawal' && fee?.currency === asset ? fee.cost : '0';
  return {
    ...{ kind, id, asset },
    amount: new Decimal(amount).plus(taken).toFixed(),
    executedAt: Date.parse(executed_at),
  };
}
