import { join } from 'node:path';
import { findPostgresBinaries, startPostgres } from '@neuratrade/local-servers';
import { attempt, launchedServer } from './local-server.js';
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
    because: ({ settings }) => (settings.DATABASE_URL ? undefined : 'DATABASE_URL is not set'),
    external: ({ settings }) => settings.DATABASE_URL && new URL(settings.DATABASE_URL).host,
  },
  ports: ({ EMBEDDED_DB_PORT }) =>
    EMBEDDED_DB_PORT === undefined
      ? []
      : [{ port: EMBEDDED_DB_PORT, host: LOOPBACK, variable: 'EMBEDDED_DB_PORT' }],
  problems: () => attempt(findPostgresBinaries),
  launch: async (context) => {
    const port = context.settings.EMBEDDED_DB_PORT;
    const handle = await startPostgres({
      home: context.paths.home,
      log: context.log,
      ...(port === undefined ? {} : { port }),
    });
    return launchedServer(handle, 'PostgreSQL', join(context.paths.run, 'postgres.log'));
  },
};
