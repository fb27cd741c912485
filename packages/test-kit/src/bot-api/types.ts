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
}

export type FaultKind =
  | 'ok'
  | 'unauthorized'
  | 'not_found'
  | 'conflict'
  | 'bad_request'
  | 'too_many'
  | 'bad_gateway'
  | 'html'
  | 'hang'
  | 'reset';

/** What the stand-in does instead of its work: for all methods, or only for the named ones. */
export interface Fault {
  readonly kind: FaultKind;
  /** Seconds, for `too_many`; 1 by default. */
  readonly retryAfter?: number;
  /** What Telegram says, for `bad_request`. */
  readonly description?: string;
  readonly methods?: readonly string[];
}

export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}

export interface TextMessage {
  readonly chatId: number;
  readonly text: string;
  readonly chatType?: 'private' | 'group';
  readonly firstName?: string;
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
    /** Queues a text message with the entities that Telegram adds to commands. */
    pushText(message: TextMessage): number;
    /** Ids that were not confirmed yet. */
    pending(): number[];
  };
  /** Messages, pictures, edits and callback answers that were accepted, oldest first. */
  sent(): readonly BotApiCall[];
  /** Every accepted call of one method, oldest first. */
  calls(method: string): readonly BotApiCall[];
  /** Requests for one method, whatever became of them. */
  requests(method: string): number;
  /** Long polls that wait for an update right now. */
  polls(): number;
  set(fault: Fault): void;
  /** Stops listening and cuts every connection: connection refused. */
  refuse(): Promise<void>;
  /** Listens on the same port again. */
  accept(): Promise<void>;
  close(): Promise<void>;
}
