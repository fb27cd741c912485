import type { CurvePicture } from './curve-picture.js';
import type { Drawing } from './drawing.js';
import { type DrawingThread, startDrawingThread } from './drawing-thread.js';

export interface Pictures {
  /** @returns a PNG. Rejects when it cannot be drawn, or when `signal` ends first. */
  curve(picture: CurvePicture, signal: AbortSignal): Promise<Uint8Array>;
  /** Gets ready to draw, so that the first picture is as fast as the others. */
  warm(): void;
  close(): Promise<void>;
}

/**
 * Draws in a thread of its own, one picture after the other. It is started at the first picture, and anew
 * after it ended or took longer than `deadlineMs` for one. At most `most` pictures wait; others are rejected.
 */
export function createPictures({
  worker = new URL('./worker.js', import.meta.url),
  deadlineMs = 10_000,
  most = 50,
}: {
  readonly worker?: URL;
  readonly deadlineMs?: number;
  readonly most?: number;
} = {}): Pictures {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let thread: DrawingThread | undefined;
  let deadline: NodeJS.Timeout | undefined;
  let closed = false;
  let lastId = 0;

  function start(): DrawingThread {
    const started = startDrawingThread(worker, {
      drawn(answer) {
        if (answer.id !== current?.id) return;
        if ('png' in answer) end((job) => job.resolve(answer.png));
        else end((job) => job.reject(new Error(answer.error)));
      },
      end(reason) {
        if (thread !== started) return;
        thread = undefined;
        end((job) => job.reject(new Error(reason)));
      },
    });
    return started;
  }

  function next(): void {
    if (current !== undefined || closed) return;
    current = waiting.shift();
    if (current === undefined) return;
    deadline = setTimeout(tookTooLong, deadlineMs);
    thread ??= start();
    thread.draw({ id: current.id, picture: current.picture });
  }

  function end(settle: (job: Job) => void): void {
    clearTimeout(deadline);
    current?.forget();
    if (current !== undefined) settle(current);
    current = undefined;
    next();
  }

  function tookTooLong(): void {
    const stuck = thread;
    thread = undefined;
    void stuck?.end();
    end((job) => job.reject(new Error(`it took longer than ${deadlineMs / 1000} s to draw`)));
  }

  function curve(picture: CurvePicture, signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (closed) throw new Error('no more pictures are drawn');
      if (waiting.length >= most) throw new Error('too many pictures wait to be drawn');
      const job: Job = { id: ++lastId, picture, resolve, reject, forget: () => {} };
      const abandon = () => {
        if (waiting.includes(job)) waiting.splice(waiting.indexOf(job), 1);
        reject(signal.reason);
      };
      job.forget = () => signal.removeEventListener('abort', abandon);
      signal.addEventListener('abort', abandon, { once: true });
      waiting.push(job);
      next();
    });
  }
  return {
    curve,
    warm() {
      curve(SAMPLE, new AbortController().signal).catch(() => {});
    },
    async close() {
      closed = true;
      const ended = new Error('no more pictures are drawn');
      while (current !== undefined || waiting.length > 0) {
        current ??= waiting.shift();
        end((job) => job.reject(ended));
      }
      await thread?.end();
    },
  };
}

interface Job extends Drawing {
  /** Lets go of the caller's signal. */
  forget: () => void;
  resolve(png: Uint8Array): void;
  reject(reason: unknown): void;
}

const SAMPLE: CurvePicture = {
  title: 'Equity',
  subtitle: 'Sample',
  currency: 'USDT',
  look: 'light',
  timezone: 'UTC',
  from: 0,
  to: 86_400_000,
  points: [
    { at: 0, equity: '2', low: '2', flows: '0', partial: false },
    { at: 86_400_000, equity: '1', low: '1', flows: '0', partial: true },
  ],
};
