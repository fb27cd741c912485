import type { Command } from 'commander';
import { examples } from '../help.js';
import { endWithReader, print } from '../output.js';

export function addStatus(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('status')
    .description('show how every service is; exits with 0 when healthy, 1 when degraded, 2 when down')
    .option('--json', 'print JSON for programs', false)
    .addHelpText(
      'after',
      examples('neuratrade gateway status', 'neuratrade gateway status --json | jq -r .status'),
    )
    .action(async ({ json }: { json: boolean }) => {
      endWithReader();
      const { gatewayStatus } = await import('../../commands/gateway-status.js');
      const { text, code } = await gatewayStatus(env, { json });
      print(text);
      process.exitCode = code;
    });
}
