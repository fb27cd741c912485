import type { ManagedService, StackContext } from './managed-service.js';
import { askForObjections, buildProblems, launchNode, type NodeProgram } from './node-process.js';

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
  objections: (context) => askForObjections(context, program(context)),
  launch: (context) => launchNode(context, program(context)),
};

function program({ settings, urls }: StackContext): NodeProgram {
  return {
    name: 'backend',
    entry: ENTRY,
    port: settings.BACKEND_PORT,
    secrets: ['DATABASE_URL', 'REDIS_URL', 'ADMIN_API_KEY', 'SERVICE_API_KEY'],
    env: {
      DATABASE_URL: urls.get('database') ?? settings.DATABASE_URL,
      DATABASE_EMBEDDED: String(urls.has('database')),
      REDIS_URL: urls.get('redis') ?? settings.REDIS_URL,
    },
  };
}
