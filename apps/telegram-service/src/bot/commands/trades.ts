import { shown } from '../render/text.js';
import { renderTrades } from '../render/trades.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

const USUAL = 10;
const MOST = 100;

export const trades: Command = {
  name: 'trades',
  description: 'The newest closed trades',
  section: 'Your figures',
  usage: `[1–${MOST}]`,
  access: 'linked',
  async answer({ args, backend, chat, timezone, signal }) {
    const count = countOf(args);
    if (count === undefined) {
      return {
        blocks: [
          `I cannot show “${shown(args, 24)}” trades. Give a whole number from 1 to ${MOST}: <code>/trades 20</code>`,
        ],
      };
    }
    const told = await backend.trades(chat.id, count, signal);
    return told.ok ? renderTrades(told.value, new Date(), timezone) : trouble(told);
  },
};

function countOf(args: string): number | undefined {
  if (args === '') return USUAL;
  const count = /^\d{1,3}$/.test(args) ? Number(args) : 0;
  return count >= 1 && count <= MOST ? count : undefined;
}
