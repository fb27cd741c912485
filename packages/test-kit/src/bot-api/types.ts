/** An update as Telegram sends it; one pushed without `update_id` gets the next free id. */
export interface BotUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export type PushedUpdate = Omit<BotUpdate, 'update_id'> & { readonly update_id?: number };

/** One call that was accepted: its method and its parameters, as JSON values. */
export interface BotApiCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** When it was accepted, as `performance.now()` of this process tells it. */
  readonly at: number;
}

export type FaultKind =
  | 'ok'
  | 'unauthorized'
  | 'not_found'
  | 'conflict'
  | 'bad_request'
  | 'forbidden'
  | 'not_modified'
  | 'migrated'
  | 'too_many'
  | 'bad_gateway'
  | 'html'
  | 'hang'
  | 'reset'
  /** Does its work and then cuts the connection, so that the client does not learn of it. */
  | 'lost_answer';

/** What the stand-in does instead of its work: for all methods and chats, or only for the named ones. */
export interface Fault {
  readonly kind: FaultKind;
  /** Seconds, for `too_many`; 1 by default. */
  readonly retryAfter?: number;
  /** What Telegram says, for `bad_request` and `forbidden`. */
  readonly description?: string;
  /** The supergroup that the group became, for `migrated`. */
  readonly toChatId?: number;
  readonly methods?: readonly string[];
  /** Only calls that name one of these chats. */
  readonly chats?: readonly number[];
  /** Over after so many calls; without it until another fault is set. */
  readonly times?: number;
}

/** How much a chat, and all chats together, take in a second; more is answered with 429 and `retry_after`. */
export interface Pace {
  readonly perSecond: number;
  readonly perChatPerSecond: number;
}

export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';

export interface TextMessage {
  readonly chatId: number;
  readonly text: string;
  readonly chatType?: ChatType;
  readonly firstName?: string;
  /** Who wrote it; without it somebody whose id is that of the chat. */
  readonly fromId?: number;
  /** Written by an administrator of a group who stays anonymous: in the group's own name. */
  readonly anonymous?: boolean;
}

/** A button under a message of the bot, pressed. */
export interface CallbackPress {
  readonly chatId: number;
  readonly messageId: number;
  readonly data: string;
  readonly chatType?: ChatType;
  readonly fromId?: number;
  /** So old when it arrives that Telegram takes no answer to it any more. */
  readonly tooOld?: boolean;
}

/** A message of the bot as its chat shows it now. */
export interface ShownMessage {
  readonly messageId: number;
  /** The text or the caption: tags gone, entities resolved. */
  readonly text: string;
  readonly photo: Uint8Array | undefined;
  /** Rows of buttons; `data` is the callback data, or the address of a link. */
  readonly buttons: { readonly text: string; readonly data: string }[][];
}

export interface BotApiOptions {
  /** The one token that the stand-in accepts; its digits before the colon are the bot's id. */
  readonly token: string;
  readonly username: string;
}

/** A server that speaks Telegram's Bot API on 127.0.0.1. */
export interface BotApi {
  /** For `apiRoot`: no trailing slash. */
  readonly url: string;
  readonly updates: {
    /** Queues an update (or hands it to the webhook) and returns its id. */
    push(update: PushedUpdate): number;
    /** Queues a text message with the entities that Telegram adds to commands; in a channel it is a `channel_post`. */
    pushText(message: TextMessage): number;
    /** Queues a press of a button, with the message as the chat shows it now. */
    pushCallback(press: CallbackPress): number;
    /** Ids that were not confirmed yet. */
    pending(): number[];
  };
  /** Messages, pictures, edits, deletions and callback answers that were accepted, oldest first. */
  sent(): readonly BotApiCall[];
  /** Every accepted call of one method, oldest first. */
  calls(method: string): readonly BotApiCall[];
  /** The bot's messages that a chat shows now, after edits and deletions, oldest first. */
  shown(chatId: number): ShownMessage[];
  /** Requests for one method, whatever became of them. */
  requests(method: string): number;
  /** Long polls that wait for an update right now. */
  polls(): number;
  /** Sets the faults that hold from now on, in place of those set before; of several the first that fits a call strikes. */
  set(...faults: Fault[]): void;
  /** Who administrates a group, the creator first. Nobody does unless this says so. */
  setAdministrators(chatId: number, userIds: readonly number[]): void;
  /** Limits that calls which put something into a chat keep, or none. */
  pace(limits: Pace | undefined): void;
  /** Stops listening and cuts every connection: connection refused. */
  refuse(): Promise<void>;
  /** Listens on the same port again. */
  accept(): Promise<void>;
  close(): Promise<void>;
}
