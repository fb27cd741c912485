import { join } from 'node:path';
import { endRedisLeftovers, findRedisServer, startRedis } from '@neuratrade/local-servers';
import { claimedPorts } from '../config/settings.js';
import { attempt, knownPort, launchedServer } from './local-server.js';
import { LOOPBACK, type ManagedService } from './managed-service.js';

export const redis: ManagedService = {
  name: 'redis',
  title: 'Redis',
  needs: [],
  after: [],
  reloads: false,
  supply: {
    word: 'private',
    sample: 'redis://127.0.0.1:6379',
    because: ({ settings }) => (settings.REDIS_URL ? undefined : 'REDIS_URL is not set'),
    external: ({ settings }) => settings.REDIS_URL && new URL(settings.REDIS_URL).host,
  },
  ports: ({ EMBEDDED_REDIS_PORT }) =>
    EMBEDDED_REDIS_PORT === undefined
      ? []
      : [{ port: EMBEDDED_REDIS_PORT, host: LOOPBACK, variable: 'EMBEDDED_REDIS_PORT' }],
  problems: () => attempt(findRedisServer),
  launch: async ({ settings, urls, paths, log }, onSpawn) => {
    const port = (await knownPort(urls.get('redis'))) ?? settings.EMBEDDED_REDIS_PORT;
    const handle = await startRedis({
      ...{ home: paths.home, log, onSpawn, avoidPorts: claimedPorts(settings) },
      ...(port === undefined ? {} : { port, strictPort: true }),
    });
    return launchedServer(handle, 'Redis', join(paths.run, 'redis.log'));
  },
  endLeftovers: ({ home }) => endRedisLeftovers({ home }),
};
