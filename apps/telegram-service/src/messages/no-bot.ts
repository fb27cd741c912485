import type { Send } from './deliver.js';

/** Where there is no bot: messages wait, and say why. */
export function noBot(reason: string): Send {
  return async () => ({ sent: false, kind: 'unreachable', reason });
}
