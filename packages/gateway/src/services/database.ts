import { join } from 'node:path';
import { endPostgresLeftovers, findPostgresBinaries, startPostgres } from '@neuratrade/local-servers';
import { claimedPorts } from '../config/settings.js';
import { databasePlace } from './database-place.js';
import { attempt, knownPort, launchedServer } from './local-server.js';
import { LOOPBACK, type ManagedService } from './managed-service.js';

export const database: ManagedService = {
  name: 'database',
  title: 'PostgreSQL',
  needs: [],
  after: [],
  reloads: false,
  gentleSignal: 'SIGINT',
  supply: {
    word: 'embedded',
    sample: 'postgres://127.0.0.1:5432/neuratrade',
    because: ({ settings }) => (settings.DATABASE_URL ? undefined : 'DATABASE_URL is not set'),
    external: ({ settings }) => settings.DATABASE_URL && databasePlace(settings.DATABASE_URL),
  },
  ports: ({ EMBEDDED_DB_PORT }) =>
    EMBEDDED_DB_PORT === undefined
      ? []
      : [{ port: EMBEDDED_DB_PORT, host: LOOPBACK, variable: 'EMBEDDED_DB_PORT' }],
  problems: () => attempt(findPostgresBinaries),
  launch: async ({ settings, urls, paths, log }, onSpawn) => {
    const port = (await knownPort(urls.get('database'))) ?? settings.EMBEDDED_DB_PORT;
    const handle = await startPostgres({
      ...{ home: paths.home, log, onSpawn, avoidPorts: claimedPorts(settings) },
      ...(port === undefined ? {} : { port }),
    });
    return launchedServer(handle, 'PostgreSQL', join(paths.run, 'postgres.log'));
  },
  endLeftovers: ({ home }) => endPostgresLeftovers({ home }),
};
