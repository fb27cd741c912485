import type { Command } from 'commander';
import { examples } from './help.js';
import { endWithReader } from './output.js';

/** Adds `doctor`. What it does is loaded when it runs. */
export function addDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description(
      'look at everything and say what is wrong and what helps; changes nothing; exits with 1 when something failed',
    )
    .option('--json', 'print JSON for programs', false)
    .addHelpText(
      'after',
      examples(
        'neuratrade doctor',
        `neuratrade doctor --json | jq -r '.checks[] | select(.status == "failed") | .remedy'`,
      ),
    )
    .action(async ({ json }: { json: boolean }) => {
      endWithReader();
      const { doctor } = await import('../commands/doctor.js');
      const code = await doctor(env, { json });
      process.stdout.write('', () => process.exit(code));
    });
}
