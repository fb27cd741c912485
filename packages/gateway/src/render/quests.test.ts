import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Quest } from '@neuratrade/api-contracts';
import { renderQuestCatalog, renderQuestChoice, renderQuests } from './quests.js';

const quest = (id: string, status: Quest['status'], progress: number, max_progress: number): Quest => ({
  ...{ id, title: 'Title', description: `Do ${id}`, status, progress, max_progress },
  updated_at: '2026-03-03T08:00:00Z',
});

const lines = (text: string): string[] => stripVTControlCharacters(text).split('\n');

test('quests are a table', () => {
  const quests = [
    quest('first_trade', 'completed', 1, 1),
    quest('profit_streak', 'failed', 0, 5),
    quest('volume_milestone', 'in_progress', 7_500, 10_000),
    quest('century', 'not_started', 0, 100),
  ];
  expect(lines(renderQuests({ quests, updated_at: '2026-03-03T10:30:00Z' }))).toEqual([
    'QUEST             STATUS       PROGRESS         SINCE                 WHAT TO DO',
    'first_trade       completed    1 of 1           2026-03-03T08:00:00Z  Do first_trade',
    'profit_streak     failed       0 of 5           2026-03-03T08:00:00Z  Do profit_streak',
    'volume_milestone  in progress  7,500 of 10,000  2026-03-03T08:00:00Z  Do volume_milestone',
    'century           not started  0 of 100         2026-03-03T08:00:00Z  Do century',
  ]);
});

test('with none switched on it says where they are', () => {
  expect(renderQuests({ quests: [], updated_at: '2026-03-03T10:30:00Z' })).toBe(
    'No quest is on. See neuratrade quests catalog.',
  );
});

test('the catalog says which are on, and where they are from', () => {
  const entry = { title: 'T', description: 'Close 100 trades', max_progress: 100 };
  const quests = [
    { ...entry, id: 'century', enabled: false, source: 'catalog' as const },
    { ...entry, id: 'mine', enabled: true, source: 'custom' as const },
  ];
  expect(lines(renderQuestCatalog({ quests }))).toEqual([
    'QUEST    ON   FROM     WHAT TO DO',
    'century  no   catalog  Close 100 trades',
    'mine     yes  custom   Close 100 trades',
  ]);
  expect(quests.map(renderQuestChoice)).toEqual(['century is off.', 'mine is on.']);
});
