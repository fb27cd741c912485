const WORKSPACE = '^(apps|packages)/';
const TESTS = '(\\.test\\.ts$|^(apps|packages)/[^/]+/test/|^packages/test-kit/)';

/** Only the listed places may import a vendor's package. */
const quarantine = (vendor, places) => ({
  name: `${vendor.match(/[a-z-]{2,}/g).join('-')}-stays-in-its-place`,
  severity: 'error',
  from: { path: WORKSPACE, pathNot: [TESTS, ...places] },
  to: { path: `node_modules/(${vendor})/` },
});

/** Of the workspace, a package may import only itself and the listed packages. */
const mayImport = (from, allowed) => ({
  name: `${from.split('/').at(-1)}-imports-only-what-is-below-it`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: TESTS },
  to: {
    path: WORKSPACE,
    pathNot: [`^${from}/`, ...allowed.map((name) => `^packages/${name}/`), 'node_modules'],
  },
});

module.exports = {
  forbidden: [
    {
      name: 'apps-meet-over-http-only',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-imports-an-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    mayImport('packages/health-contracts', []),
    mayImport('packages/api-contracts', ['health-contracts']),
    mayImport('packages/local-servers', []),
    mayImport('packages/service-kit', ['health-contracts']),
    mayImport('packages/exchange-simulator', ['service-kit', 'health-contracts']),
    mayImport('packages/gateway', ['service-kit', 'api-contracts', 'health-contracts', 'local-servers']),
    mayImport('apps/backend-api', ['service-kit', 'api-contracts', 'health-contracts']),
    mayImport('apps/ccxt-service', ['service-kit', 'api-contracts', 'health-contracts']),
    mayImport('apps/telegram-service', ['service-kit', 'api-contracts', 'health-contracts']),
    {
      name: 'contracts-import-zod-at-most',
      severity: 'error',
      from: { path: '^packages/(health|api)-contracts/', pathNot: TESTS },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|@neuratrade)/' },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: {},
      to: { path: '^(apps|packages)/[^/]+/src/main\\.ts$' },
    },
    {
      name: 'only-main-imports-app',
      severity: 'error',
      from: { path: '^apps/', pathNot: ['^apps/[^/]+/src/main\\.ts$', TESTS] },
      to: { path: '^apps/[^/]+/src/app\\.ts$' },
    },
    {
      name: 'no-repository-of-another-feature',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/([^/]+)/', pathNot: TESTS },
      to: { path: '^apps/[^/]+/src/.*repository\\.ts$', pathNot: '^apps/$1/src/$2/' },
    },
    {
      name: 'routes-ask-services-never-repositories',
      severity: 'error',
      from: { path: '/routes\\.ts$|^(apps|packages)/[^/]+/src/routes/' },
      to: { path: '(repository\\.ts$|/platform/db/)' },
    },
    {
      name: 'repositories-know-nothing-above-them',
      severity: 'error',
      from: { path: '/repository\\.ts$' },
      to: { path: '/(routes|service|app|main)\\.ts$' },
    },
    quarantine('ccxt', ['^apps/ccxt-service/src/exchanges/']),
    quarantine('grammy|@grammyjs/[^/]+', ['^apps/telegram-service/src/bot/']),
    quarantine('echarts|@resvg/[^/]+', ['^apps/telegram-service/src/pictures/']),
    quarantine('pg|node-pg-migrate', [
      '^apps/backend-api/src/platform/db/',
      '/repository\\.ts$',
      '^apps/backend-api/src/health/probes/database\\.ts$',
      '^packages/local-servers/src/postgres/',
    ]),
    quarantine('ioredis', [
      '^apps/backend-api/src/platform/redis/',
      '^apps/backend-api/src/health/probes/redis\\.ts$',
      '^packages/gateway/src/doctor/redis/',
    ]),
    quarantine('winston|winston-transport|sonic-boom', ['^packages/service-kit/src/log/']),
    quarantine('classic-level', ['^packages/service-kit/src/durable/']),
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: WORKSPACE, pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: WORKSPACE },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { path: WORKSPACE },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '(^|/)(dist|fixtures)/.*\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
