export * from './aggregate.js';
export * from './format.js';
export * from './readiness.js';
export * from './schemas/backend.js';
export * from './schemas/ccxt.js';
export * from './schemas/telegram.js';
export * from './services.js';
export * from './siblings.js';
