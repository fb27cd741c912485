import { LOOPBACK, type ManagedService, type StackContext } from './managed-service.js';
import { askForObjections, buildProblems, launchNode, type NodeProgram } from './node-process.js';

const ENTRY = 'apps/telegram-service/dist/main.js';

export const telegram: ManagedService = {
  name: 'telegram',
  title: 'Telegram Service',
  needs: [],
  after: ['backend'],
  reloads: true,
  ports: ({ TELEGRAM_PORT, BIND_HOST }) => [
    { port: TELEGRAM_PORT, host: BIND_HOST ?? LOOPBACK, variable: 'TELEGRAM_PORT' },
  ],
  problems: (context) => buildProblems(context, ENTRY),
  objections: (context) => askForObjections(context, program(context)),
  launch: (context) => launchNode(context, program(context)),
};

function program({ settings }: StackContext): NodeProgram {
  return {
    name: 'telegram',
    entry: ENTRY,
    port: settings.TELEGRAM_PORT,
    secrets: ['SERVICE_API_KEY', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'],
    env: {},
  };
}
