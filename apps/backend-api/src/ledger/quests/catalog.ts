import { activeMonth } from './catalog/active-month.js';
import { century } from './catalog/century.js';
import { firstTrade } from './catalog/first-trade.js';
import { firstWin } from './catalog/first-win.js';
import { hotHand } from './catalog/hot-hand.js';
import { inTheBlack } from './catalog/in-the-black.js';
import { profitStreak } from './catalog/profit-streak.js';
import { tenWins } from './catalog/ten-wins.js';
import { volumeMilestone } from './catalog/volume-milestone.js';
import { volumeMillion } from './catalog/volume-million.js';
import type { KnownQuest, QuestRule } from './quest.js';

/** On from the first start. */
const DEFAULTS: readonly QuestRule[] = [firstTrade, profitStreak, volumeMilestone];

/** For a user to switch on. */
const CATALOG: readonly QuestRule[] = [
  firstWin,
  tenWins,
  century,
  hotHand,
  inTheBlack,
  activeMonth,
  volumeMillion,
];

/** All that there are: the product's, and then a user's own. */
export function knownQuests(custom: readonly QuestRule[]): readonly KnownQuest[] {
  return [
    ...DEFAULTS.map((rule) => ({ ...rule, source: 'default' as const })),
    ...CATALOG.map((rule) => ({ ...rule, source: 'catalog' as const })),
    ...custom.map((rule) => ({ ...rule, source: 'custom' as const })),
  ];
}
