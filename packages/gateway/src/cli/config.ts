import type { Command } from 'commander';
import { examples } from './help.js';
import { endWithReader, outliveReaders, print } from './output.js';

/** Adds `config get|set|path`. What a command does is loaded when it runs. */
export function addConfigCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const config = program
    .command('config')
    .description('read and change the settings in config.json; the environment counts before them')
    .addHelpText(
      'after',
      examples(
        'neuratrade config get admin_api_key',
        'neuratrade config set log_level debug',
        'neuratrade config path',
      ),
    );

  config
    .command('get')
    .description('print a setting as it is in force, and nothing else')
    .argument('<key>', 'name of the setting, such as admin_api_key')
    .addHelpText(
      'after',
      examples(
        'neuratrade config get admin_api_key',
        'curl -H "X-API-Key: $(neuratrade config get admin_api_key)" http://localhost:8080/api/v1/health/details',
      ),
    )
    .action(async (key: string) => {
      endWithReader();
      const { configGet } = await import('../commands/config.js');
      print(configGet(key, env));
    });

  config
    .command('set')
    .description('store a setting; - asks for it, or reads it from a pipe; an empty value removes it')
    .argument('<key>', 'name of the setting, such as telegram_bot_token')
    .argument('<value>', "its value; - for one that must not show on the screen or in the shell's history")
    .addHelpText(
      'after',
      examples(
        'neuratrade config set log_level debug',
        'neuratrade config set telegram_bot_token -',
        'neuratrade config set telegram_bot_token - < token.txt',
        "neuratrade config set log_level ''",
      ),
    )
    .action(async (key: string, value: string) => {
      outliveReaders();
      const { configSet } = await import('../commands/config.js');
      print(await configSet(key, value, env));
    });

  config
    .command('path')
    .description('print where config.json is')
    .addHelpText('after', examples('neuratrade config path'))
    .action(async () => {
      endWithReader();
      const { configPath } = await import('../commands/config.js');
      print(configPath(env));
    });
}
