import { expect, test } from '@jest/globals';
import { customQuestsSchema } from './quests.js';

const QUEST = {
  id: 'thousand_fills',
  title: 'Thousand Fills',
  description: 'Execute 1,000 fills',
  metric: 'fills',
  target: 1_000,
};

const problemsOf = (value: unknown): string[] => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return customQuestsSchema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];
};

test('quests of one’s own are a JSON list', () => {
  expect(customQuestsSchema.parse(JSON.stringify([QUEST]))).toEqual([QUEST]);
  expect(customQuestsSchema.parse('[]')).toEqual([]);
});

test.each([
  ['no JSON', '[{', ['must be a JSON list of quests']],
  ['no list', QUEST, ['must be a JSON list of quests']],
  ['no quest', [1], ['quest 1 must be an object with id, title, description, metric, target']],
  [
    'a metric that there is not',
    [{ ...QUEST, metric: 'luck' }],
    ['quest 1: metric must be one of fills, volume, trades, wins, win_streak, net_profit, active_days'],
  ],
  [
    'an unknown field',
    [QUEST, { ...QUEST, id: 'b', prize: 1 }],
    ['quest 2: prize is unknown; the fields are id, title, description, metric, target'],
  ],
  [
    'several mistakes',
    [{ ...QUEST, id: 'Bad Id', title: ' ', target: 0 }],
    [
      'quest 1: id must be at most 48 of a-z, 0-9 and _, beginning with a letter',
      'quest 1: title must not be empty',
      'quest 1: target must be above 0',
    ],
  ],
  [
    'what is called as one of NeuraTrade’s own',
    [QUEST, { ...QUEST, id: 'century' }],
    ['century is a quest of NeuraTrade: choose another id'],
  ],
  ['an id twice', [QUEST, QUEST], ['thousand_fills: give each quest an id of its own']],
  [
    'too many',
    Array.from({ length: 51 }, (_, index) => ({ ...QUEST, id: `q${index}` })),
    ['must be at most 50 quests'],
  ],
])('%s is refused with what would be right', (_, value, problems) => {
  expect(problemsOf(value)).toEqual(problems);
});
