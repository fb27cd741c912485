import type { Command } from 'commander';
import type { CommonOptions } from './exchanges/options.js';
import { examples, refuseUnknown } from './help.js';
import { ofAccount } from './of-account.js';
import { endWithReader, finish, outliveReaders } from './output.js';

/** Adds `quests list|catalog|enable|disable`; `quests` alone lists. What a command does is loaded when it runs. */
export function addQuestsCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const quests = program
    .command('quests')
    .description(
      'show how far the quests of an account are, and switch them on and off; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText(
      'after',
      examples('neuratrade quests', 'neuratrade quests catalog', 'neuratrade quests enable century'),
    );
  refuseUnknown(ofAccount(quests.command('list', { isDefault: true })), quests)
    .description('show how far the quests are that are on; the default')
    .addHelpText(
      'after',
      examples(
        'neuratrade quests list',
        'neuratrade quests list --account bot-2',
        `neuratrade quests list --json | jq -r '.quests[] | select(.status == "completed") | .id'`,
      ),
    )
    .action(async ({ account, json, url }: CommonOptions) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { listQuests } = await import('../commands/quests.js');
      finish(await listQuests(findBackend(env, url), { account, json }));
    });
  ofAccount(quests.command('catalog'))
    .description('show all quests that there are, and which of them are on')
    .addHelpText('after', examples('neuratrade quests catalog', 'neuratrade quests catalog --json'))
    .action(async ({ account, json, url }: CommonOptions) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { listQuestCatalog } = await import('../commands/quests.js');
      finish(await listQuestCatalog(findBackend(env, url), { account, json }));
    });
  addSwitch(quests, env, { word: 'enable', enabled: true, description: 'switch a quest on' });
  addSwitch(quests, env, {
    word: 'disable',
    enabled: false,
    description: 'switch a quest off; one that was completed stays so',
  });
}

function addSwitch(
  quests: Command,
  env: NodeJS.ProcessEnv,
  { word, enabled, description }: { word: string; enabled: boolean; description: string },
): void {
  ofAccount(quests.command(word))
    .description(description)
    .argument('<id>', 'the quest, as neuratrade quests catalog names it')
    .addHelpText(
      'after',
      examples(`neuratrade quests ${word} century`, `neuratrade quests ${word} hot_hand --account bot-2`),
    )
    .action(async (id: string, { account, json, url }: CommonOptions) => {
      outliveReaders();
      const { findBackend } = await import('../commands/health.js');
      const { enableQuest } = await import('../commands/quests.js');
      finish(await enableQuest(findBackend(env, url), { id, account, enabled, json }));
    });
}
