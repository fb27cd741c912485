export { firstFreePort, freePort, isPortFree } from './ports.js';
export { findPostgresBinaries } from './postgres/binaries.js';
export { endPostgresLeftovers, removePostgresData } from './postgres/remove.js';
export { type PostgresOptions, startPostgres } from './postgres/start.js';
export { findRedisServer } from './redis/find.js';
export { endRedisLeftovers, type RedisOptions, startRedis } from './redis/start.js';
export type { OnSpawn, ServerHandle } from './server-handle.js';
