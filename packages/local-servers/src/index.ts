export { freePort, isPortFree } from './ports.js';
export { findPostgresBinaries } from './postgres/binaries.js';
export { removePostgresData } from './postgres/remove.js';
export { type PostgresOptions, startPostgres } from './postgres/start.js';
export { findRedisServer } from './redis/find.js';
export { type RedisOptions, startRedis } from './redis/start.js';
export type { ServerHandle } from './server-handle.js';
