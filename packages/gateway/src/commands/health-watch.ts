import { setTimeout as sleep } from 'node:timers/promises';
import { type Backend, observe } from '../health/observe.js';
import { createTracker, type Watched } from '../health/tracker.js';
import { openAlternateScreen } from '../render/alternate-screen.js';
import { renderChange, renderWatched } from '../render/health.js';

export type WatchOptions = { intervalMs: number; signal: AbortSignal };

const SMALLEST = { width: 20, height: 5 };

/** Looks at a backend again and again until the signal aborts: a live picture on a terminal, one line per change elsewhere. */
export async function watchHealth(backend: Backend, options: WatchOptions): Promise<void> {
  return process.stdout.isTTY
    ? watchOnScreen(process.stdout, backend, options)
    : watchInLines(backend, options);
}

async function watchInLines(backend: Backend, options: WatchOptions): Promise<void> {
  const tracker = createTracker();
  await each(backend, options, (view) => {
    for (const change of tracker.take(view).fresh) process.stdout.write(`${renderChange(change)}\n`);
  });
}

async function watchOnScreen(stream: NodeJS.WriteStream, backend: Backend, options: WatchOptions) {
  const tracker = createTracker();
  const screen = openAlternateScreen(stream);
  let watched: Watched | undefined;
  const draw = () => {
    if (watched === undefined) return screen.draw(['Asking the backend']);
    const size = {
      width: Math.max(stream.columns || 80, SMALLEST.width),
      height: Math.max(stream.rows || 24, SMALLEST.height),
    };
    screen.draw(renderWatched(watched, size));
  };
  stream.on('resize', draw);
  draw();
  try {
    await each(backend, options, (view) => {
      watched = tracker.take(view).watched;
      draw();
    });
  } finally {
    stream.off('resize', draw);
    screen.close();
  }
}

async function each(
  backend: Backend,
  { intervalMs, signal }: WatchOptions,
  take: (view: Awaited<ReturnType<typeof observe>>) => void,
): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now();
    const view = await Promise.race([observe(backend), aborted(signal)]);
    if (view === undefined) return;
    take(view);
    const rest = Math.max(0, intervalMs - (performance.now() - begun));
    await sleep(rest, undefined, { signal }).catch(() => undefined);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
