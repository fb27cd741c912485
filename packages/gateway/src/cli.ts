import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAccountsCommands } from './cli/accounts.js';
import { addCacheCommands } from './cli/cache.js';
import { addChatsCommands } from './cli/chats.js';
import { addConfigCommands } from './cli/config.js';
import { addDoctorCommand } from './cli/doctor.js';
import { addExchangesCommands } from './cli/exchanges.js';
import { addGatewayCommands } from './cli/gateway.js';
import { addHealthCommand } from './cli/health.js';
import { examples, unknownCommand } from './cli/help.js';
import { addPerformanceCommand } from './cli/performance.js';
import { addPortfolioCommands } from './cli/portfolio.js';
import { addQuestsCommands } from './cli/quests.js';
import { addSyncCommands } from './cli/sync.js';
import { addTelegramCommands } from './cli/telegram.js';
import { addTradesCommands } from './cli/trades.js';
import { CommandError } from './commands/command-error.js';
import { fileProblem } from './file-problem.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('neuratrade')
  .description(
    'Runs NeuraTrade on this machine and says how it is: database, Redis, exchanges and Telegram bot.',
  )
  .version(manifest.version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .addHelpText(
    'after',
    examples(
      'neuratrade gateway start',
      'neuratrade gateway status',
      'neuratrade config set log_level debug',
    ),
  )
  .on('command:*', ([name]: [string]) => program.error(unknownCommand(name, program)));

addGatewayCommands(program, process.env);
addConfigCommands(program, process.env);
addDoctorCommand(program, process.env);
addHealthCommand(program, process.env);
addCacheCommands(program, process.env);
addExchangesCommands(program, process.env);
addSyncCommands(program, process.env);
addTradesCommands(program, process.env);
addAccountsCommands(program, process.env);
addChatsCommands(program, process.env);
addTelegramCommands(program, process.env);
addPortfolioCommands(program, process.env);
addPerformanceCommand(program, process.env);
addQuestsCommands(program, process.env);

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof CommandError || (error instanceof Error && error.name === 'ConfigError');
  const problem = known ? error.message : fileProblem(error);
  if (problem === undefined) throw error;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
