import type { OnSpawn } from '@neuratrade/local-servers';
import type { Redact } from '@neuratrade/service-kit';
import type { GatewaySettings } from '../config/settings.js';
import type { HomePaths } from '../paths.js';

/** How a process ended: exactly one of the two is set. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A process that has been started and is this process's child. */
export type Launched = {
  pid: number;
  port: number;
  /** Where others reach it. Holds a password for PostgreSQL: keep it out of logs. */
  url: string;
  /** What it is, where that is not plain from its name: `PostgreSQL 18.4`. */
  product?: string;
  exit: Promise<Exit>;
  /** What {@link Launched.answers} asks, in words. */
  waitsFor: string;
  /** Whether it does its work by now. Never throws. */
  answers(signal: AbortSignal): Promise<boolean>;
  /** The last lines that it wrote to stderr, oldest first; empty when unknown. */
  lastWords(): string[];
  signal(name: NodeJS.Signals): void;
  /** Ends it in order, by force after `deadlineMs`. Safe to call when it has ended. */
  stop(deadlineMs: number): Promise<void>;
};

/** What every managed process may build on. */
export type StackContext = {
  /** The directory that holds `apps/` and `packages/`. */
  root: string;
  paths: HomePaths;
  settings: GatewaySettings;
  /** The environment of this stack, with the settings of config.json in it. */
  env: NodeJS.ProcessEnv;
  /** Address at which the services can be reached from this machine. */
  host: string;
  demo: boolean;
  /** URLs of the processes that run by now. A restarted one keeps its URL. */
  urls: Map<string, string>;
  log(text: string): void;
  /** For words of others before they are kept or shown. */
  redact: Redact;
};

export const LOOPBACK = '127.0.0.1';

/** A port that must be free before anything starts, where it is bound, and the variable that moves it. */
export type PortClaim = { port: number; host: string; variable: string };

/** One kind of process that the gateway starts, watches and stops. */
export type ManagedService = {
  name: string;
  /** As gateway.log and the tables call it. */
  title: string;
  /** Started once these answer. */
  needs: readonly string[];
  /** Started once these have been started, answering or not. */
  after: readonly string[];
  /** Whether SIGHUP makes it reopen its log file. */
  reloads: boolean;
  /** For what stands in for something the machine lacks. */
  supply?: {
    word: string;
    /** Why it is needed; undefined when it is not, so that it is not started. */
    because(context: StackContext): string | undefined;
    /** A URL of the kind that it will have, for what is looked at before it runs. */
    sample: string;
    /** Where the server is that is used instead, for display. */
    external(context: StackContext): string | undefined;
  };
  /** What ends it in order when it is not this process's child; SIGTERM unless given. */
  gentleSignal?: NodeJS.Signals;
  ports(settings: GatewaySettings): PortClaim[];
  /** What the machine lacks to run it, one line per problem. */
  problems(context: StackContext): string[];
  /**
   * What it would itself refuse of these settings and of its own files, one line per problem. Asks its program, which
   * starts nothing; a program that gives no answer in time has no objection.
   */
  objections?(context: StackContext): Promise<string[]>;
  /** `onSpawn` is called as soon as the process exists, for what may take long until `launch` resolves. */
  launch(context: StackContext, onSpawn: OnSpawn): Promise<Launched>;
  /** Ends what a killed supervisor left running on its data, known or not. Resolves to the PIDs. */
  endLeftovers?(paths: HomePaths): Promise<number[]>;
};
