import { firstFreePort } from '@neuratrade/local-servers';
import { claimedPorts } from '../config/settings.js';
import { namesInExchangesFile } from './exchanges-file.js';
import { LOOPBACK, type ManagedService, type StackContext } from './managed-service.js';
import { buildProblems, launchNode } from './node-process.js';

const ENTRY = 'packages/exchange-simulator/dist/main.js';
const PREFERRED_PORT = 3010;

export const simulator: ManagedService = {
  name: 'simulator',
  title: 'Exchange Simulator',
  needs: [],
  after: [],
  reloads: true,
  supply: {
    word: 'simulator',
    sample: `http://${LOOPBACK}:${PREFERRED_PORT}`,
    because: (context) => {
      if (context.demo) return '--demo';
      if (exchangesOf(context).includes('simulator')) return 'EXCHANGES names it';
      if (context.settings.EXCHANGES) return undefined;
      const names = namesInExchangesFile(context.paths.exchanges);
      if (names?.includes('simulator')) return 'exchanges.json names it';
      return names?.length === 0 ? 'no exchange is configured' : undefined;
    },
    external: () => undefined,
  },
  ports: ({ SIMULATOR_PORT, BIND_HOST }) =>
    SIMULATOR_PORT === undefined
      ? []
      : [{ port: SIMULATOR_PORT, host: BIND_HOST ?? LOOPBACK, variable: 'SIMULATOR_PORT' }],
  problems: (context) => buildProblems(context, ENTRY),
  launch: async (context) => {
    const port = await choosePort(context);
    return launchNode(context, {
      name: 'simulator',
      entry: ENTRY,
      port,
      secrets: [],
      env: { SIMULATOR_PORT: String(port), ...(context.demo ? { SIMULATOR_DEMO: 'true' } : {}) },
    });
  },
};

async function choosePort({ settings, urls }: StackContext): Promise<number> {
  const known = urls.get('simulator');
  if (known !== undefined) return Number(new URL(known).port);
  if (settings.SIMULATOR_PORT !== undefined) return settings.SIMULATOR_PORT;
  return firstFreePort([PREFERRED_PORT], claimedPorts(settings));
}

function exchangesOf({ settings }: StackContext): string[] {
  return (settings.EXCHANGES ?? '').split(',').map((name) => name.trim().toLowerCase());
}
