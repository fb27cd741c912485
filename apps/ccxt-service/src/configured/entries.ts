import { accountNameSchema, MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { z } from 'zod';
import { joinCredentials } from './credentials.js';
import { type ConfiguredExchange, labelOf } from './exchange.js';

const text = z.string('must be a text').trim().min(1, 'must not be empty').optional();

const anObject = {
  error: (issue: { readonly code?: string }) =>
    issue.code === 'invalid_type' ? 'must be an object' : undefined,
};

const fileSchema = z.strictObject({ exchanges: z.array(z.unknown(), 'must be a list') }, anObject);

const entrySchema = z.strictObject(
  {
    name: z.string('must be a text').trim().toLowerCase().min(1, 'must not be empty'),
    account: accountNameSchema.default(MAIN_ACCOUNT),
    enabled: z.boolean('must be true or false').default(true),
    apiKey: text,
    secret: text,
    password: text,
  },
  anObject,
);

/**
 * The entries of `exchanges.json`, in its order: `{"exchanges":[{"name":"binance","account":"main","enabled":true,"apiKey":"…","secret":"…","password":"…"}]}`,
 * where only `name` is needed. Problems, which never repeat what the file holds, are added to `problems`.
 */
export function entriesOf(json: unknown, file: string, problems: string[]): ConfiguredExchange[] {
  const read = <T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[]): T | undefined => {
    const { success, data, error } = schema.safeParse(value);
    if (success) return data;
    for (const issue of error.issues) {
      const what =
        issue.code === 'unrecognized_keys' ? `has an unknown key ${issue.keys.join(', ')}` : issue.message;
      problems.push(`${file}: ${place([...at, ...issue.path])} ${what}`);
    }
    return undefined;
  };
  const seen = new Set<string>();
  return (read(fileSchema, json, [])?.exchanges ?? []).flatMap((entry, index) => {
    const exchange = read(entrySchema, entry, ['exchanges', index]);
    if (exchange === undefined) return [];
    const { name, account, enabled, ...pieces } = exchange;
    const label = labelOf(exchange);
    if (seen.has(label)) problems.push(`${file}: ${label} is listed twice; keep one of the two`);
    seen.add(label);
    const at = (piece: string) => `${file}: ${place(['exchanges', index, piece])}`;
    const joined = joinCredentials(pieces, { apiKey: at('apiKey'), secret: at('secret') });
    if ('credentials' in joined) {
      const { credentials } = joined;
      return [{ name, account, enabled, ...(credentials ? { credentials } : {}) }];
    }
    problems.push(joined.problem);
    return [];
  });
}

function place(path: readonly PropertyKey[]): string {
  const written = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return written.replace(/^\./, '') || 'the file';
}
