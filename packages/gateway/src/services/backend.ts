import type { ManagedService } from './managed-service.js';
import { buildProblems, launchNode } from './node-process.js';

const ENTRY = 'apps/backend-api/dist/main.js';

export const backend: ManagedService = {
  name: 'backend',
  title: 'Backend API',
  needs: ['database', 'redis', 'ccxt'],
  after: [],
  reloads: true,
  ports: ({ BACKEND_PORT, BIND_HOST }) => [
    { port: BACKEND_PORT, host: BIND_HOST ?? '0.0.0.0', variable: 'BACKEND_PORT' },
  ],
  problems: (context) => buildProblems(context, ENTRY),
  launch: (context) =>
    launchNode(context, {
      name: 'backend',
      entry: ENTRY,
      port: context.settings.BACKEND_PORT,
      secrets: ['DATABASE_URL', 'REDIS_URL', 'ADMIN_API_KEY', 'SERVICE_API_KEY'],
      env: {
        DATABASE_URL: context.urls.get('database') ?? context.settings.DATABASE_URL,
        DATABASE_EMBEDDED: String(context.urls.has('database')),
        REDIS_URL: context.urls.get('redis') ?? context.settings.REDIS_URL,
      },
    }),
};
