import type { Lines } from '../fold.js';
import { writeLines } from '../state.js';

/** The state of a book as a text, the same whatever line came first. */
export function stateOf({ net, long, short }: Lines): string {
  return writeLines({ ...(net && { net }), ...(long && { long }), ...(short && { short }) });
}

/** Whether anything is held, be it dust. */
export function isOpen(lines: Lines): boolean {
  return Object.values(lines).some(({ size }) => !size.isZero());
}
