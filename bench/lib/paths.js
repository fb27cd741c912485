import { fileURLToPath } from 'node:url';

const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const ROOT = fromRoot('');
export const COMMAND = fromRoot('bin/neuratrade');
export const BACKEND = fromRoot('apps/backend-api/dist/main.js');
export const CCXT = fromRoot('apps/ccxt-service/dist/main.js');
export const TELEGRAM = fromRoot('apps/telegram-service/dist/main.js');
export const SIMULATOR = fromRoot('packages/exchange-simulator/dist/main.js');
export const DOCUMENT = fromRoot('docs/reference/performance.md');
export const peer = (name) => fromRoot(`bench/peers/${name}.js`);
export const fixture = (name) => fromRoot(`packages/health-contracts/fixtures/${name}.json`);
export const dependency = (name) => fromRoot(`bench/node_modules/${name}/package.json`);
