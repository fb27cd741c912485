import { parentPort } from 'node:worker_threads';
import { drawn } from './draw.js';
import type { Drawing, Drawn } from './drawing.js';

parentPort?.on('message', ({ id, picture }: Drawing) => {
  const answer = (drawing: Drawn) => parentPort?.postMessage(drawing);
  try {
    answer({ id, png: drawn(picture) });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
