import type { ChildProcess } from 'node:child_process';

/**
 * Told as soon as the server's process exists, long before it serves, so that a starter which is killed meanwhile
 * leaves a trace of it. Comes once more when the port had to be changed.
 */
export type OnSpawn = (spawned: { pid: number; port: number }) => void;

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
