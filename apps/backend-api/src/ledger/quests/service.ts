import type { QuestCatalog, Quests as ToldQuests } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, type Logger, nearest } from '@neuratrade/service-kit';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/service.js';
import type { Summaries } from '../summaries/service.js';
import { knownQuests } from './catalog.js';
import { METRICS } from './metrics.js';
import { createProgress } from './progress.js';
import type { KnownQuest, QuestRule } from './quest.js';
import { listChoices, saveChoice } from './repository.js';

type CatalogEntry = QuestCatalog['quests'][number];

/** Every call rejects with `unavailable` while the database is. */
export interface Quests {
  /** Those that are on, and how far they are; with `raw`, what they count. */
  of(account: Account, options?: { readonly raw: boolean }): Promise<ToldQuests>;
  /** All that there are, and whether they are on. */
  catalog(account: Account): Promise<QuestCatalog>;
  /** Switches one on or off. Rejects with `not_found` where there is none of that id. */
  choose(account: Account, id: string, enabled: boolean): Promise<CatalogEntry>;
}

export interface QuestsOptions {
  readonly pool: Database;
  readonly summaries: Pick<Summaries, 'whole' | 'look'>;
  /** Those of the user's own. */
  readonly custom: readonly QuestRule[];
  readonly logger: Logger;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly clock?: () => Date;
}

export function createQuests(options: QuestsOptions): Quests {
  const { pool, custom, reasonOf, clock = () => new Date() } = options;
  const known = knownQuests(custom);
  const progress = createProgress(options);

  const choicesOf = ({ id }: Account) => orUnavailable(listChoices(pool, id), reasonOf);

  return {
    async of(account, { raw } = { raw: false }) {
      const [whole, choices] = await Promise.all([options.summaries.whole(account.id), choicesOf(account)]);
      const rules = known.filter((quest) => isEnabled(quest, choices));
      const found = await progress.of(account, rules, whole);
      const quests = found.map(({ rule, status, progress: reached, changedAt }) => ({
        id: rule.id,
        title: rule.title,
        description: rule.description,
        status,
        progress: reached,
        max_progress: rule.target,
        updated_at: formatTimestamp(new Date(changedAt ?? account.createdAt)),
      }));
      const counted = found.map(({ rule: { id, metric } }) => ({ id, metric, unit: METRICS[metric].unit }));
      return { quests, updated_at: formatTimestamp(clock()), ...(raw ? { raw: counted } : {}) };
    },
    async catalog(account) {
      const choices = await choicesOf(account);
      return { quests: known.map((quest) => entryOf(quest, isEnabled(quest, choices))) };
    },
    async choose(account, id, enabled) {
      const quest = known.find((candidate) => candidate.id === id);
      if (quest === undefined)
        throw unknownQuest(
          id,
          known.map((candidate) => candidate.id),
        );
      await orUnavailable(saveChoice(pool, account.id, id, enabled), reasonOf);
      return entryOf(quest, enabled);
    },
  };
}

function isEnabled({ id, source }: KnownQuest, choices: ReadonlyMap<string, boolean>): boolean {
  return choices.get(id) ?? source !== 'catalog';
}

function entryOf({ id, title, description, target, source }: KnownQuest, enabled: boolean): CatalogEntry {
  return { id, title, description, max_progress: target, enabled, source };
}

const SHOWN = 48;

function unknownQuest(id: string, ids: readonly string[]): AppError {
  const shown = id.slice(0, SHOWN);
  const near = nearest(shown, ids);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new AppError(
    'not_found',
    `There is no quest ${shown}.${hint} GET /api/v1/quests/catalog lists those that there are.`,
  );
}
