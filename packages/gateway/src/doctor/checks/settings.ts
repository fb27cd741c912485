import { weakKeys } from '@neuratrade/service-kit';
import { portClashes } from '../../config/settings.js';
import type { Check } from '../check.js';
import type { GivenSetting } from '../facts/settings.js';
import { failed, ok } from '../finding.js';

const ID = 'settings';

export const settings: Check = {
  id: ID,
  async run({ given, settings: read, env }) {
    const bad = given.filter(({ problem }) => problem !== undefined);
    const others = [...portClashes(read), ...weak(env)];
    const count = (source: GivenSetting['source']) => given.filter((entry) => entry.source === source).length;
    const values = {
      from_environment: count('environment'),
      from_file: count('config.json'),
      problems: [...bad.map(({ problem = '' }) => problem), ...others],
    };
    if (values.problems.length === 0) {
      const text = `${values.from_environment} from the environment, ${values.from_file} from config.json, all valid`;
      return [ok(ID, text, values)];
    }
    const remedies = [...bad.map(remedyFor), ...(others.length > 0 ? ['Change that.'] : [])];
    return [failed(ID, values.problems.join('; '), [...new Set(remedies)].join(' '), values)];
  },
};

function remedyFor({ key, variable, source, secret }: GivenSetting): string {
  return source === 'environment'
    ? `Correct the environment's ${variable}, or drop it: unset ${variable}.`
    : `neuratrade config set ${key} ${secret ? '-' : 'VALUE'}, or '' for the default.`;
}

function weak(env: NodeJS.ProcessEnv): string[] {
  const keys = Object.entries({ ADMIN_API_KEY: env.ADMIN_API_KEY, SERVICE_API_KEY: env.SERVICE_API_KEY });
  return weakKeys(env.NODE_ENV, Object.fromEntries(keys.filter(([, key]) => key?.trim())));
}
