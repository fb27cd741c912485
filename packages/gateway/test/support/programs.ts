import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@neuratrade/local-servers';
import { createRedactor } from '@neuratrade/service-kit';
import type { TestHome } from '@neuratrade/test-kit';
import { loadSettings } from '../../src/config/load.js';
import type { ManagedService, StackContext } from '../../src/services/managed-service.js';
import { launchNode } from '../../src/services/node-process.js';

/** Answers /live on PORT and writes what happens to it into DIARY; ends in order unless STUBBORN. */
const SERVER = `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
const { PORT, NAME, DIARY, STUBBORN, SLOW_MS = '0' } = process.env;
const note = (what) => appendFileSync(DIARY, NAME + ' ' + what + '\\n');
process.on('SIGTERM', () => {
  note('stops');
  if (!STUBBORN) process.exit(0);
});
process.on('SIGHUP', () => note('reopens'));
note('runs');
setTimeout(() => createServer((_, answer) => answer.end('{}')).listen(Number(PORT), '127.0.0.1'), Number(SLOW_MS));
`;

const PROGRAMS = {
  server: SERVER,
  'bad-setting': `process.stderr.write('LOG_LEVEL=loud: must be one of debug, info\\nCCXT_PORT=x: must be a port\\n'); process.exit(1);`,
  crash: `process.stderr.write('cannot reach postgres://user:hunter2secret@db/x\\n'); process.exit(3);`,
  silent: `setInterval(() => undefined, 1000);`,
} as const;

type ProgramName = keyof typeof PROGRAMS;

export type TestService = {
  name: string;
  program: ProgramName;
  needs?: string[];
  after?: string[];
  env?: NodeJS.ProcessEnv;
};

/** A context over a temporary home whose root holds the test programs. */
export function makeContext(
  home: TestHome,
  settings: NodeJS.ProcessEnv = {},
): StackContext & { lines: string[] } {
  const root = join(home.path, 'root');
  for (const [name, source] of Object.entries(PROGRAMS)) {
    mkdirSync(join(root, 'programs'), { recursive: true });
    writeFileSync(join(root, 'programs', `${name}.mjs`), source);
  }
  const loaded = loadSettings({ PATH: process.env.PATH, NEURATRADE_HOME: home.path, ...settings });
  mkdirSync(loaded.paths.run, { recursive: true });
  mkdirSync(loaded.paths.logs, { recursive: true });
  const lines: string[] = [];
  return {
    ...loaded,
    root,
    host: '127.0.0.1',
    demo: false,
    urls: new Map(),
    log: (text) => lines.push(text),
    redact: createRedactor([]),
    lines,
  };
}

/** The file in which the test programs note what happens to them. */
export function diaryOf(context: StackContext): string {
  return join(context.paths.home, 'diary');
}

/** A managed service that runs one of the test programs on a free port. */
export async function testService({
  name,
  program,
  needs = [],
  after = [],
  env = {},
}: TestService): Promise<ManagedService> {
  const port = await freePort();
  return {
    name,
    title: name.toUpperCase(),
    needs,
    after,
    reloads: true,
    ports: () => [{ port, host: '127.0.0.1', variable: `${name.toUpperCase()}_PORT` }],
    problems: () => [],
    launch: (context) =>
      launchNode(context, {
        name,
        entry: `programs/${program}.mjs`,
        port,
        secrets: [],
        env: { PORT: String(port), NAME: name, DIARY: diaryOf(context), ...env },
      }),
  };
}
