import type { BackendClient } from '../../backend-client.js';

interface CommandRequest {
  /** What follows the command's name, trimmed. */
  readonly text: string;
  /** All commands, for the one that lists them. */
  readonly commands: readonly Command[];
  readonly backend: BackendClient;
  /** Aborts when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** One command of the bot. Its file is named after it and has one line in registry.ts. */
export interface Command {
  /** Without the slash. */
  readonly name: string;
  /** What Telegram's menu and /help say about it. */
  readonly description: string;
  /** The answer, in Telegram's HTML. */
  answer(request: CommandRequest): Promise<string> | string;
}
