import { createLiveList } from './live-list.js';
import { formatBytes } from './quantities.js';

/** Shows how an import comes along. */
export type ImportProgress = { update(fills: number): void; finish(isDone: boolean): void };

type Source = { size: number | undefined; read(): number };

const LINE_EVERY_MS = 5_000;

/** A line that is redrawn on a terminal, a line every 5 s anywhere else. */
export function createImportProgress(stream: NodeJS.WriteStream, source: Source): ImportProgress {
  const begun = performance.now();
  const text = (fills: number): string =>
    describeImport({ fills, read: source.read(), size: source.size, ms: performance.now() - begun });
  if (!stream.isTTY) {
    let told: number | undefined;
    return {
      update: (fills) => {
        const now = performance.now();
        if (now - (told ?? now) >= LINE_EVERY_MS) stream.write(`${text(fills)}\n`);
        else if (told !== undefined) return;
        told = now;
      },
      finish: () => undefined,
    };
  }
  const list = createLiveList(stream);
  let last = 'waits for the backend';
  const show = (done: 'yes' | 'no' | 'failed'): void => list.show([{ name: 'import', text: last, done }]);
  show('no');
  return {
    update: (fills) => {
      last = text(fills);
      show('no');
    },
    finish: (isDone) => {
      show(isDone ? 'yes' : 'failed');
      list.close();
    },
  };
}

/** `120,000 fills, 35,210 a second; 12 of 40 MiB read (30 %)`. */
export function describeImport({
  fills,
  read,
  size,
  ms,
}: {
  fills: number;
  read: number;
  size: number | undefined;
  ms: number;
}): string {
  const rate = Math.round((fills * 1_000) / Math.max(ms, 1));
  const share =
    size === undefined || size === 0 ? '' : ` of ${formatBytes(size)} (${Math.floor((read * 100) / size)} %)`;
  return `${fills.toLocaleString('en-US')} fills, ${rate.toLocaleString('en-US')} a second; ${formatBytes(read)}${share} read`;
}
