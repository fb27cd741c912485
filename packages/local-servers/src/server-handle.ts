import type { ChildProcess } from 'node:child_process';

/** A server that this process started. It outlives this process, unless it is stopped. */
export type ServerHandle = {
  pid: number;
  port: number;
  /** Connection URL. PostgreSQL's holds the password: keep it out of logs. */
  url: string;
  /** As the server itself tells it, such as `18.4`. */
  version: string;
  /** For its `exit` event. Ending it is the work of `stop`. */
  child: ChildProcess;
  /** Ends the server in order; after `deadlineMs` (default 10 s) by force. Safe to call when it has ended. */
  stop(deadlineMs?: number): Promise<void>;
};
