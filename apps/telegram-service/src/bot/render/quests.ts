import type { Quest, Quests } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { number } from './figures.js';
import { readableTime, shown } from './text.js';

const ICONS = { completed: '✅', in_progress: '⏳', not_started: '⬜', failed: '❌' } as const;
const DOLLARS: ReadonlySet<string | null | undefined> = new Set(['USDT', 'USD']);
const NONE =
  'No quest is on. <code>neuratrade quests catalog</code> lists them, <code>neuratrade quests enable first_trade</code> switches one on.';

/** How far the quests are. */
export function renderQuests({ quests, raw = [], updated_at }: Quests, timezone: string): Answer {
  const units = new Map(raw.map(({ id, unit }) => [id, unit]));
  return {
    head: '🎯 Quest Progress',
    blocks:
      quests.length === 0
        ? [NONE]
        : quests.map((quest) =>
            [questLine(quest, DOLLARS.has(units.get(quest.id))), shown(quest.description, 200)].join('\n'),
          ),
    foot: `Last Updated: ${readableTime(updated_at, timezone)}`,
    refresh: true,
  };
}

/** `⏳ Volume Milestone ($7,500/$10,000) [75%]`; the percentage only while it is in progress. */
export function questLine({ title, status, progress, max_progress }: Quest, dollars = false): string {
  const unit = dollars ? '$' : '';
  const share = Math.min(100, Math.floor((progress / max_progress) * 100));
  const percentage = status === 'in_progress' ? ` [${share}%]` : '';
  return `${ICONS[status]} ${shown(title)} (${unit}${number(progress)}/${unit}${number(max_progress)})${percentage}`;
}
