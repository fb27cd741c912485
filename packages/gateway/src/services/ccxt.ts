import { probe } from '../status/probe.js';
import { type Launched, LOOPBACK, type ManagedService, type StackContext } from './managed-service.js';
import { askForObjections, buildProblems, launchNode, type NodeProgram } from './node-process.js';

const ENTRY = 'apps/ccxt-service/dist/main.js';
/** Beyond this an exchange that does not answer holds nothing up. */
const FIRST_CHECK_MS = 3_000;
/** The read-only key of the account that the simulator shows with `--demo`; no secret, it opens nothing else. */
const DEMO_KEY = {
  SIMULATOR_API_KEY: 'demo-key-of-the-simulator',
  SIMULATOR_API_SECRET: 'demo-secret-of-the-simulator',
};

export const ccxt: ManagedService = {
  name: 'ccxt',
  title: 'CCXT Service',
  needs: [],
  after: ['simulator'],
  reloads: true,
  ports: ({ CCXT_PORT, BIND_HOST }) => [
    { port: CCXT_PORT, host: BIND_HOST ?? LOOPBACK, variable: 'CCXT_PORT' },
  ],
  problems: (context) => buildProblems(context, ENTRY),
  objections: (context) => askForObjections(context, program(context)),
  launch: async (context) => waitForFirstCheck(await launchNode(context, program(context))),
};

function program({ settings, urls, env, demo }: StackContext): NodeProgram {
  return {
    name: 'ccxt',
    entry: ENTRY,
    port: settings.CCXT_PORT,
    secrets: ['SERVICE_API_KEY', 'exchange keys'],
    env: {
      SIMULATOR_URL: urls.get('simulator') ?? env.SIMULATOR_URL,
      ...(demo ? { EXCHANGES: 'simulator', ...DEMO_KEY } : {}),
    },
  };
}

/** Up once every exchange was checked, so that the backend's first look at it is no false alarm. */
function waitForFirstCheck(launched: Launched): Launched {
  const patientUntil = performance.now() + FIRST_CHECK_MS;
  return {
    ...launched,
    waitsFor: 'its first check of the exchanges',
    answers: async (signal) => {
      if ((await probe(`${launched.url}/ready`, signal)).ok) return true;
      return performance.now() > patientUntil && launched.answers(signal);
    },
  };
}
