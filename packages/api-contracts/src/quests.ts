import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';

export const QUEST_STATUSES = ['not_started', 'in_progress', 'completed', 'failed'] as const;

/** `updated_at` is when the progress last changed; before it ever did, when the account was made. */
export const questSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  description: z.string().min(1),
  status: z.enum(QUEST_STATUSES),
  progress: z.number().nonnegative(),
  max_progress: z.number().positive(),
  updated_at: timestampSchema,
});

/** `GET /api/v1/quests` and `/api/v1/telegram/internal/quests`; with `?raw=true` also what each of them counts: money where `unit` is a currency. */
export const questsSchema = z.object({
  quests: z.array(questSchema),
  updated_at: timestampSchema,
  raw: z
    .array(z.object({ id: z.string().min(1), metric: z.string().min(1), unit: z.string().min(1).nullable() }))
    .optional(),
});

/** `GET /api/v1/quests/catalog`: all that there are. `source` is where a quest comes from. */
export const questCatalogSchema = z.object({
  quests: z.array(
    z.object({
      id: z.string().min(1),
      title: z.string().min(1),
      description: z.string().min(1),
      max_progress: z.number().positive(),
      enabled: z.boolean(),
      source: z.enum(['default', 'catalog', 'custom']),
    }),
  ),
});

/** `PUT /api/v1/quests/:id?account=`. */
export const questChoiceSchema = z.strictObject({ enabled: z.boolean('must be true or false') });

/** What a quest of the user's own can count. Volume and profit are in USDT. */
export const QUEST_METRICS = [
  'fills',
  'volume',
  'trades',
  'wins',
  'win_streak',
  'net_profit',
  'active_days',
] as const;

/** One entry of `quests` in config.json. */
export const customQuestSchema = z.strictObject({
  id: z
    .string('must be a text')
    .regex(/^[a-z][a-z0-9_]{0,47}$/, 'must be at most 48 of a-z, 0-9 and _, beginning with a letter'),
  title: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(60, 'must be at most 60 characters'),
  description: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(200, 'must be at most 200 characters'),
  metric: z.enum(QUEST_METRICS, `must be one of ${QUEST_METRICS.join(', ')}`),
  target: z.number('must be a number').positive('must be above 0').max(1e12, 'must be at most 1e12'),
});

const MOST_CUSTOM = 50;

/** The quests that NeuraTrade has itself, those that are on from the start first: no quest of a user's own may be called so. */
export const PRODUCT_QUESTS = [
  ...['first_trade', 'profit_streak', 'volume_milestone'],
  ...['first_win', 'ten_wins', 'century', 'hot_hand', 'in_the_black', 'active_month', 'volume_million'],
] as const;

/** CUSTOM_QUESTS: the quests of a user's own as a JSON list, each id once and none of NeuraTrade's, at most 50. A problem names the quest and its field. */
export const customQuestsSchema = z
  .string('must be a JSON list of quests')
  .transform((text, context): CustomQuest[] => {
    const refuse = (message: string): void => void context.addIssue({ code: 'custom', message });
    const parsed = z.array(customQuestSchema, 'must be a JSON list of quests').safeParse(jsonOf(text));
    if (!parsed.success) {
      for (const issue of parsed.error.issues) refuse(problemOf(issue));
      return z.NEVER;
    }
    const ids = parsed.data.map(({ id }) => id);
    const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
    if (twice.size > 0) refuse(`${[...twice].join(', ')}: give each quest an id of its own`);
    const taken = ids.filter((id) => (PRODUCT_QUESTS as readonly string[]).includes(id));
    if (taken.length > 0) {
      refuse(
        `${taken.join(', ')} ${taken.length === 1 ? 'is a quest' : 'are quests'} of NeuraTrade: choose another id`,
      );
    }
    if (ids.length > MOST_CUSTOM) refuse(`must be at most ${MOST_CUSTOM} quests`);
    return parsed.data;
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const [index, ...path] = issue.path;
  if (index === undefined) return issue.message;
  const place = `quest ${Number(index) + 1}`;
  if (issue.code === 'unrecognized_keys') {
    return `${place}: ${issue.keys.join(', ')} is unknown; the fields are ${FIELDS.join(', ')}`;
  }
  if (path.length === 0) return `${place} must be an object with ${FIELDS.join(', ')}`;
  return `${place}: ${path.join('.')} ${issue.message}`;
}

const FIELDS = Object.keys(customQuestSchema.shape);

export type Quest = z.infer<typeof questSchema>;
export type Quests = z.infer<typeof questsSchema>;
export type QuestCatalog = z.infer<typeof questCatalogSchema>;
export type CustomQuest = z.infer<typeof customQuestSchema>;
