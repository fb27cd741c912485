import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
let tree = '';

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
};

/** The rules that each file of the tree breaks. */
const check = (): Map<string, string[]> => {
  const run = join(root, 'node_modules', '.bin', 'depcruise');
  const args = ['--config', '.dependency-cruiser.cjs', '-T', 'json', 'apps', 'packages'];
  const { summary } = JSON.parse(
    execFileSync(run, args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 26 }),
  );
  const broken = new Map<string, string[]>();
  for (const { from, rule } of summary.violations as { from: string; rule: { name: string } }[]) {
    broken.set(from, [...new Set([...(broken.get(from) ?? []), rule.name])].sort());
  }
  return broken;
};

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'imports-'));
  cpSync(join(root, '.dependency-cruiser.cjs'), join(tree, '.dependency-cruiser.cjs'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const file of [
    'apps/backend-api/src/main.ts',
    'apps/backend-api/src/app.ts',
    'apps/backend-api/src/health/repository.ts',
    'apps/backend-api/src/health/service.ts',
    'apps/ccxt-service/src/config.ts',
    'packages/service-kit/src/index.ts',
    'packages/health-contracts/src/index.ts',
    'packages/local-servers/src/index.ts',
    'packages/test-kit/src/index.ts',
    'vendor/node_modules/ccxt/index.js',
    'vendor/node_modules/grammy/index.js',
    'vendor/node_modules/pg/index.js',
    'vendor/node_modules/ioredis/index.js',
    'vendor/node_modules/winston/index.js',
  ]) {
    write(file, 'export {};\n');
  }
});

afterAll(() => rmSync(tree, { recursive: true }));

const cases: [string, string, string[]][] = [
  [
    'apps/backend-api/src/x.ts',
    '../../ccxt-service/src/config.js',
    ['apps-meet-over-http-only', 'backend-api-imports-only-what-is-below-it'],
  ],
  [
    'packages/service-kit/src/x.ts',
    '../../../apps/ccxt-service/src/config.js',
    ['nothing-imports-an-app', 'service-kit-imports-only-what-is-below-it'],
  ],
  [
    'packages/health-contracts/src/x.ts',
    '../../service-kit/src/index.js',
    ['health-contracts-imports-only-what-is-below-it'],
  ],
  [
    'packages/health-contracts/src/x1.ts',
    '../../../vendor/node_modules/pg/index.js',
    ['contracts-import-zod-at-most', 'pg-node-pg-migrate-stays-in-its-place'],
  ],
  [
    'apps/backend-api/src/x1.ts',
    '../../../packages/local-servers/src/index.js',
    ['backend-api-imports-only-what-is-below-it'],
  ],
  [
    'packages/gateway/src/x.ts',
    '../../test-kit/src/index.js',
    ['gateway-imports-only-what-is-below-it', 'no-test-code-in-the-product'],
  ],
  ['apps/backend-api/src/health/x.ts', '../main.js', ['nothing-imports-main']],
  ['apps/backend-api/src/health/x1.ts', '../app.js', ['only-main-imports-app']],
  ['apps/backend-api/src/ledger/x.ts', '../health/repository.js', ['no-repository-of-another-feature']],
  ['apps/backend-api/src/health/routes.ts', './repository.js', ['routes-ask-services-never-repositories']],
  [
    'apps/backend-api/src/market/repository.ts',
    '../health/service.js',
    ['repositories-know-nothing-above-them'],
  ],
  ['apps/ccxt-service/src/x.ts', '../../../vendor/node_modules/ccxt/index.js', ['ccxt-stays-in-its-place']],
  [
    'apps/telegram-service/src/x.ts',
    '../../../vendor/node_modules/grammy/index.js',
    ['grammy-grammyjs-stays-in-its-place'],
  ],
  [
    'apps/backend-api/src/health/x2.ts',
    '../../../../vendor/node_modules/pg/index.js',
    ['pg-node-pg-migrate-stays-in-its-place'],
  ],
  [
    'apps/backend-api/src/health/x3.ts',
    '../../../../vendor/node_modules/ioredis/index.js',
    ['ioredis-stays-in-its-place'],
  ],
  [
    'apps/backend-api/src/health/x4.ts',
    '../../../../vendor/node_modules/winston/index.js',
    ['winston-winston-transport-sonic-boom-stays-in-its-place'],
  ],
  ['apps/backend-api/src/health/x5.ts', './nowhere.js', ['everything-resolves']],
];

describe('the import check', () => {
  let broken = new Map<string, string[]>();
  beforeAll(() => {
    for (const [file, target] of cases) write(file, `import '${target}';\n`);
    write('apps/backend-api/src/quiet/routes.ts', "import './service.js';\n");
    write('apps/backend-api/src/quiet/service.ts', "import './repository.js';\n");
    write(
      'apps/backend-api/src/quiet/repository.ts',
      "import '../../../../vendor/node_modules/pg/index.js';\n",
    );
    broken = check();
  });

  test.each(cases)('fails when %s imports %s', (file, _, rules) => {
    expect(broken.get(file)).toEqual(rules);
  });

  test('finds nothing else', () => {
    expect([...broken.keys()].sort()).toEqual(cases.map(([file]) => file).sort());
  });
});
