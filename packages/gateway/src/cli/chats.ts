import type { Command } from 'commander';
import { chatId } from './chat-id.js';
import { withOutputOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { endWithReader, finish, outliveReaders } from './output.js';

type Options = { json: boolean; url?: string };

/** Adds `chats list|unlink`. What a command does is loaded when it runs. */
export function addChatsCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const chats = program
    .command('chats')
    .description(
      'list and unlink the Telegram chats that get the figures of an account; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText('after', examples('neuratrade chats list', 'neuratrade chats unlink 123456789'));
  withOutputOptions(chats.command('list'))
    .description(
      'show the linked chats, their accounts, since when they are linked, when they get a digest, and which of them cannot be reached',
    )
    .addHelpText(
      'after',
      examples('neuratrade chats list', "neuratrade chats list --json | jq '.chats[].chat_id'"),
    )
    .action(async ({ json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { listChats } = await import('../commands/chats.js');
      finish(await listChats(findBackend(env, url), json));
    });
  withOutputOptions(chats.command('unlink'))
    .description('unlink a chat, so that it gets no more figures')
    .argument('<chat>', 'its number, as neuratrade chats list shows it', chatId)
    .addHelpText(
      'after',
      examples('neuratrade chats unlink 123456789', 'neuratrade chats unlink -1001234567890'),
    )
    .action(async (chat: number, { json, url }: Options) => {
      outliveReaders();
      const { findBackend } = await import('../commands/health.js');
      const { unlinkChat } = await import('../commands/chats.js');
      finish(await unlinkChat(findBackend(env, url), { chatId: chat, json }));
    });
}
