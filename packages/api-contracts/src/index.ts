export * from './cache.js';
export * from './common.js';
export * from './exchanges.js';
export * from './market.js';
export * from './watchlist.js';
