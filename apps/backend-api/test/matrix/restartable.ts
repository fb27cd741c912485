import { join } from 'node:path';
import { type Cleanup, contTree, makeHome, type Service, spawnService, stopTree } from '@neuratrade/test-kit';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** A built service as a real process that can be frozen, killed and started again on its port. */
export interface Restartable {
  /** The process that runs now. */
  readonly service: Service;
  readonly log: string;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  kill(): Promise<void>;
  up(): Promise<void>;
  /** What all processes so far wrote to standard error. */
  stderr(): string;
}

export interface RestartableOptions {
  /** Folder of the service, from the project's root. */
  readonly folder: string;
  readonly logName: string;
  readonly portVariable: string;
  readonly env: Readonly<Record<string, string>>;
  /** The path that answers 200 once it works. */
  readonly readyPath?: string;
}

export async function startRestartable(cleanup: Cleanup, options: RestartableOptions): Promise<Restartable> {
  const { folder, logName, portVariable, env, readyPath = '/live' } = options;
  const { path: home } = cleanup.use(await makeHome());
  const entry = join(ROOT, folder, 'dist', 'main.js');
  const started: Service[] = [];
  cleanup.add(() => Promise.all(started.map((service) => service.stop('SIGKILL'))));
  const current = (): Service => started.at(-1) as Service;
  const up = async (): Promise<void> => {
    const port = started.length === 0 ? {} : { [portVariable]: String(current().port) };
    started.push(await spawnService({ entry, home, portVariable, readyPath, env: { ...env, ...port } }));
  };
  await up();
  return {
    get service() {
      return current();
    },
    log: join(home, 'logs', logName),
    freeze: () => stopTree(current().pid),
    thaw: () => contTree(current().pid),
    kill: async () => void (await current().stop('SIGKILL')),
    up,
    stderr: () => started.map((service) => service.stderr()).join(''),
  };
}
