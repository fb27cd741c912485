import { createLogger, listen, reachableHost, type ServiceLogger } from '@neuratrade/service-kit';
import { DEFAULT_SEED } from './config.js';
import { createSimulator } from './simulator.js';

export interface StartOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string;
  readonly clock?: () => number;
  /** Opens the demonstration's account, which started at that instant (milliseconds). */
  readonly demo?: { readonly startedAt: number };
  readonly logger?: ServiceLogger;
  readonly draining?: () => boolean;
  /** How long `close` still takes requests. */
  readonly drainMs?: number;
}

export interface RunningSimulator {
  readonly port: number;
  /** Where it listens: `127.0.0.1:3010`. */
  readonly address: string;
  /** The exchange's base URL as this machine reaches it, `http://127.0.0.1:port`. */
  readonly url: string;
  close(): Promise<void>;
}

const silent = () =>
  createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text: string) => text });

/** Starts a simulated exchange in this process, silent and on a free loopback port unless told otherwise. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const { port = 0, host = '127.0.0.1', seed = DEFAULT_SEED, drainMs = 0 } = options;
  const simulator = createSimulator({
    seed,
    logger: options.logger ?? silent(),
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.demo ? { demo: options.demo } : {}),
    ...(options.draining ? { draining: options.draining } : {}),
  });
  const server = await listen(simulator.listener, { port, host, drainMs });
  return {
    port: server.port,
    address: server.address,
    url: `http://${reachableHost(host)}:${server.port}`,
    close() {
      simulator.release();
      return server.close();
    },
  };
}
