import { createRedactor, type Redact } from '@neuratrade/service-kit';
import { LOOPBACK, type StackContext } from '../services/managed-service.js';
import { secretValues } from '../services/secrets.js';
import { inspect } from '../status/inspect.js';
import type { StatusReport, StatusRow } from '../status/report.js';
import type { StackState } from '../supervisor/state.js';
import { type DatabaseFacts, measureDatabase } from './database/repository.js';
import { type DatabaseTarget, databaseTarget } from './database/target.js';
import { type AnswerOrReason, ask } from './facts/ask.js';
import { once } from './facts/once.js';
import { runningState } from './facts/running-state.js';
import { type FoundSettings, findSettings } from './facts/settings.js';
import { suppliedDatabase } from './facts/supplied.js';

/** What several checks need: the settings, what the gateway says of itself, and what was asked once for all of them. */
export type DoctorContext = FoundSettings & {
  root: string;
  redact: Redact;
  /** What the gateway wrote down; undefined while nothing of it runs. */
  state: StackState | undefined;
  /** Where a service of ours answers now, or will; without a path. */
  url(service: 'backend' | 'ccxt' | 'telegram' | 'simulator'): string;
  report(): Promise<StatusReport>;
  row(service: string): Promise<StatusRow | undefined>;
  connectivity(): Promise<AnswerOrReason>;
  database: { target: DatabaseTarget; measure(): Promise<DatabaseFacts> };
  /** For what needs to know what the gateway would start. */
  stack: StackContext;
};

/** Looks at the files of the home; everything else is asked when a check needs it. Never throws. */
export function createContext(root: string, environment: NodeJS.ProcessEnv): DoctorContext {
  const found = findSettings(environment);
  const { paths, settings, env } = found;
  const state = runningState(paths);
  const host = state?.host ?? LOOPBACK;
  const redact = createRedactor([...secretValues(env), suppliedDatabase(paths)?.password]);
  const ports = {
    backend: settings.BACKEND_PORT,
    ccxt: settings.CCXT_PORT,
    telegram: settings.TELEGRAM_PORT,
    simulator: settings.SIMULATOR_PORT,
  };
  const url: DoctorContext['url'] = (service) =>
    `http://${host}:${state?.services[service]?.port ?? ports[service]}`;
  const target = databaseTarget(found, state);
  const report = once(() => inspect(paths));
  return {
    ...found,
    ...{ root, redact, state, url, report },
    row: async (service) => (await report()).services.find(({ name }) => name === service),
    connectivity: once(() => ask(`${url('ccxt')}/api/v1/exchanges/connectivity`, env.SERVICE_API_KEY)),
    database: { target, measure: once(() => measureDatabase(target.url ?? '')) },
    stack: { root, paths, settings, env, host, demo: false, urls: new Map(), log: () => undefined, redact },
  };
}
