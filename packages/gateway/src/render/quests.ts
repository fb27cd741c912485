import type { Quest, QuestCatalog, Quests } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { renderTable } from './table.js';

const STATUSES: Readonly<Record<Quest['status'], string>> = {
  not_started: pc.dim('not started'),
  in_progress: pc.yellow('in progress'),
  completed: pc.green('completed'),
  failed: pc.red('failed'),
};

/** How far the quests are that are on. */
export function renderQuests({ quests }: Quests): string {
  if (quests.length === 0) return 'No quest is on. See neuratrade quests catalog.';
  return renderTable(
    ['QUEST', 'STATUS', 'PROGRESS', 'SINCE', 'WHAT TO DO'],
    quests.map(({ id, status, progress, max_progress, updated_at, description }) => [
      ...[id, STATUSES[status], `${number(progress)} of ${number(max_progress)}`, updated_at, description],
    ]),
  );
}

/** All that there are, and which of them are on. */
export function renderQuestCatalog({ quests }: QuestCatalog): string {
  return renderTable(
    ['QUEST', 'ON', 'FROM', 'WHAT TO DO'],
    quests.map(({ id, enabled, source, description }) => [
      ...[id, enabled ? pc.green('yes') : pc.dim('no'), source, description],
    ]),
  );
}

export function renderQuestChoice({ id, enabled }: QuestCatalog['quests'][number]): string {
  return `${id} is ${enabled ? 'on' : 'off'}.`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 20 });
}
