import { ConfigError } from '@neuratrade/service-kit';
import { fileProblem } from '../file-problem.js';
import { root } from '../root.js';
import type { GatewayEvent } from './events.js';
import { runGateway } from './gateway.js';

process.title = 'neuratrade-gateway';
process.on('disconnect', () => undefined);

const sent: Promise<void>[] = [];

function tell(event: GatewayEvent): void {
  if (!process.connected) return;
  sent.push(new Promise((resolve) => process.send?.(event, undefined, undefined, () => resolve())));
  if (event.kind !== 'up') return;
  const delivered = Promise.all(sent.splice(0));
  void delivered.then(() => process.connected && process.disconnect());
}

async function main(): Promise<number> {
  try {
    const { env } = process;
    return await runGateway({ root, env, demo: process.argv.includes('--demo'), logToStdout: false, tell });
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [fileProblem(error) ?? String(error)];
    tell({ kind: 'failed', problems });
    return 1;
  }
}

const code = await main();
await Promise.all(sent);
process.exit(code);
