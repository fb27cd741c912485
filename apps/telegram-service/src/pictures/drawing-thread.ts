import { Worker } from 'node:worker_threads';
import type { Drawing, Drawn } from './drawing.js';

export interface DrawingThread {
  draw(drawing: Drawing): void;
  end(): Promise<void>;
}

/** A thread that draws one picture after the other. `onEnd` is told once when it ends, and why. */
export function startDrawingThread(
  file: URL,
  on: { drawn: (drawn: Drawn) => void; end: (reason: string) => void },
): DrawingThread {
  const worker = new Worker(file, {
    name: 'pictures',
    env: { NODE_ENV: 'production' },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  let reason = 'the thread that draws ended';
  worker.on('message', on.drawn);
  worker.on('error', (error) => {
    reason = `the thread that draws failed: ${error.message}`;
  });
  worker.on('exit', () => on.end(reason));
  return {
    draw: (drawing) => worker.postMessage(drawing),
    async end() {
      await worker.terminate();
    },
  };
}
