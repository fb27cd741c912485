import { expect, test } from '@jest/globals';
import { ConfigError } from '@neuratrade/service-kit';
import { readConfig } from '../../config.js';

const QUEST = { title: 'Mine', description: 'Do it', metric: 'trades', target: 7 };

function problemsOf(...ids: readonly string[]): readonly string[] {
  try {
    readConfig({
      ...{ NEURATRADE_HOME: '/tmp', DATABASE_URL: 'postgres://host/db', REDIS_URL: 'redis://host' },
      CUSTOM_QUESTS: JSON.stringify(ids.map((id) => ({ ...QUEST, id }))),
    });
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
}

test('quests of one’s own are a setting, and none may have the id of another', () => {
  expect([problemsOf('mine', 'mine_too'), problemsOf('century'), problemsOf('century', 'hot_hand')]).toEqual([
    [],
    [expect.stringMatching(/^CUSTOM_QUESTS=.+…: century is a quest of NeuraTrade: choose another id$/)],
    [
      expect.stringMatching(
        /^CUSTOM_QUESTS=.+…: century, hot_hand are quests of NeuraTrade: choose another id$/,
      ),
    ],
  ]);
});
