import winston from 'winston';
import type { Redact } from '../redact/redactor.js';
import { createFileTransport } from './file-transport.js';
import { LINE_FORMATS, type LineFormat } from './formats.js';
import type { LogFields, Logger, LogLevel } from './logger.js';

/** A logger that owns its file. */
export interface ServiceLogger extends Logger {
  /** Whether lines of this level are written. */
  enabled(level: LogLevel): boolean;
  /** Opens the file anew under its name, after it was rotated away. */
  reopen(): void;
  /** Resolves when every line is on its way to the disk; what is logged afterwards is dropped. */
  close(): Promise<void>;
}

export interface LoggerOptions {
  /** `iso`: JSON with ISO seconds; `epoch`: JSON with epoch seconds; `text`: `[YYYY-MM-DD HH:MM:SS] text`. */
  readonly format: LineFormat;
  readonly level: LogLevel;
  readonly file?: string;
  readonly stdout: boolean;
  readonly redact: Redact;
}

const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 } as const;

export function createLogger(options: LoggerOptions): ServiceLogger {
  const file = options.file === undefined ? undefined : createFileTransport(options.file);
  const line = LINE_FORMATS[options.format];
  const logger = winston.createLogger({
    levels: LEVELS,
    level: options.level,
    silent: file === undefined && !options.stdout,
    format: winston.format.printf((info) => {
      const { level, message, fields } = info as unknown as {
        level: LogLevel;
        message: string;
        fields?: LogFields;
      };
      return options.redact(line(level, message, fields ?? {}, new Date()));
    }),
    transports: [
      ...(file === undefined ? [] : [file]),
      ...(options.stdout ? [new winston.transports.Console()] : []),
    ],
  });
  let closed = false;
  const at = (level: LogLevel) => (msg: string, fields?: LogFields) => {
    if (!closed) logger.log({ level, message: msg, fields });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    enabled: (level) => LEVELS[level] <= LEVELS[options.level],
    reopen: () => {
      if (!closed) file?.reopen();
    },
    close: () =>
      new Promise((resolve) => {
        closed = true;
        logger.once('finish', () => resolve(file?.flushed() ?? undefined));
        logger.end();
      }),
  };
}
