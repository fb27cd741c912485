import { AppError, ConfigError, errorCodes, type Logger } from '@neuratrade/service-kit';
import { ReadOnlyFile, replaceFile } from '../configured/replace.js';
import type { Configuration, ConfigurationSource, Reading } from '../configured/source.js';
import { isReplaceable } from '../configured/target.js';
import type { ExchangeEngine } from './engine.js';
import { conflict, NOTHING_CHANGED } from './errors.js';
import type { Queue } from './queue.js';
import type { ConfiguredState } from './state.js';

const ATTEMPTS = 5;

/** What is there before a change, free of problems. */
export interface Before {
  readonly configuration: Configuration;
  readonly json: unknown;
}

/** Says what exchanges.json is to hold, or throws an AppError why the change cannot be made. */
type Edit = (before: Before) => unknown;

export interface Committer {
  /** What is configured at this moment. @throws {AppError} `conflict` where nothing can be changed */
  before(): Before;
  /** Makes a change on top of what the file holds at that moment, and brings it into force. */
  commit(edit: Edit): Promise<{ readonly before: Configuration; readonly after: Configuration }>;
  isWritable(): boolean;
}

export interface CommitterOptions {
  readonly source: ConfigurationSource;
  readonly engine: Pick<ExchangeEngine, 'refuseUnknown'>;
  readonly state: ConfiguredState;
  readonly queue: Queue;
  readonly logger: Logger;
}

/** A reading with the problems of its names. */
export function problemsOf(reading: Reading, engine: CommitterOptions['engine']): readonly string[] {
  if (reading.problems.length > 0) return reading.problems;
  try {
    engine.refuseUnknown(reading.configuration.exchanges);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

export function createCommitter(options: CommitterOptions): Committer {
  const { source, engine, state, queue, logger } = options;
  let refusedWrite = false;

  const isWritable = (): boolean => !refusedWrite && isReplaceable(source.file);

  const read = (): Before & { readonly text: string | undefined } => {
    const reading = source.read();
    const { configuration, content } = reading;
    if (configuration.managedBy === 'environment') {
      throw conflict(
        'EXCHANGES (which --demo sets too) says which exchanges are used: restart without it, then they can be changed here.',
      );
    }
    const problems = problemsOf(reading, engine);
    if (content === undefined || problems.length > 0) {
      throw conflict(`exchanges.json has to be mended first: ${problems.join('; ')}.`);
    }
    if (!isReplaceable(source.file)) throw readOnly(source.file);
    return { configuration, json: content.json, text: content.text };
  };

  const write = async (text: string, before: string | undefined): Promise<boolean> => {
    try {
      const written = await replaceFile(source.file, text, before);
      refusedWrite = false;
      return written;
    } catch (error) {
      logger.warn('Exchanges file not written', { error: errorCodes(error)[0] ?? 'unknown error' });
      if (error instanceof ReadOnlyFile) {
        refusedWrite = true;
        throw readOnly(source.file, error);
      }
      const code = errorCodes(error)[0] ?? 'unknown error';
      throw new AppError('unavailable', `${source.file} could not be written (${code}). ${NOTHING_CHANGED}`, {
        cause: error,
      });
    }
  };

  return {
    before: read,
    isWritable,
    commit: (edit) =>
      queue(async () => {
        for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
          const before = read();
          const json = edit(before);
          const text = `${JSON.stringify(json, null, 2)}\n`;
          const after = source.judge({ text, json });
          const [problem] = problemsOf(after, engine);
          if (problem !== undefined) throw new AppError('bad_request', `${problem}. ${NOTHING_CHANGED}`);
          if (!(await write(text, before.text))) continue;
          state.take(after.configuration);
          return { before: before.configuration, after: after.configuration };
        }
        throw conflict('exchanges.json keeps being changed by something else. Try again.');
      }),
  };
}

function readOnly(file: string, cause?: unknown): AppError {
  return new AppError(
    'conflict',
    `${file} cannot be changed from here, as on a read-only mount: edit the file itself where it comes from. ${NOTHING_CHANGED}`,
    { cause },
  );
}
