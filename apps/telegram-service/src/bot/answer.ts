/** One button below an answer. */
export interface Button {
  readonly label: string;
  /** Arguments that the same command gets when it is pressed. */
  readonly args: string;
}

/** What a command has to say. All texts are Telegram's HTML, escaped and balanced, each whole in itself. */
export interface Answer {
  /** Repeated on every page. */
  readonly head?: string;
  /** Joined by `gap`, as many on a page as go there. */
  readonly blocks: readonly string[];
  /** `'\n\n'` unless given. */
  readonly gap?: '\n' | '\n\n';
  /** Last lines of every page. */
  readonly foot?: string;
  /** Draws a PNG; undefined where there is nothing to draw. */
  readonly picture?: (signal: AbortSignal) => Promise<Uint8Array | undefined>;
  /** Rows of buttons. */
  readonly buttons?: readonly (readonly Button[])[];
  /** Offers to ask again in place. */
  readonly refresh?: boolean;
  /** Told, where a button was pressed, to who pressed it alone: the message stays as it is. */
  readonly alert?: boolean;
}
