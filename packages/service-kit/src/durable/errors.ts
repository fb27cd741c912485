/** `locked`: another process has it; `unwritable`: the folder or disk takes no writes; `unreadable`: it cannot be read now; `broken`: this value is not what was written; `closed`. */
export type StoreErrorCode = 'locked' | 'unwritable' | 'unreadable' | 'broken' | 'closed';

/** A failure of a store; `message` says what to do about it. */
export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** What the system says, as a code or in LevelDB's text; why, in a few stable words; what to do about it. */
const CAUSES: readonly [RegExp, string, string][] = [
  [/ENOSPC|No space left/, 'disk full', 'Free space there'],
  [/EDQUOT|quota exceeded/, 'disk quota used up', 'Free space there'],
  [/EROFS|Read-only file system/, 'read-only file system', 'Mount it writable'],
  [/EACCES|EPERM|Permission denied|not permitted/, 'permission denied', 'Let this user write there'],
  [/ENOTDIR|EEXIST|Not a directory/, 'not a folder', 'Move away the file that is in its place'],
  [/EMFILE|ENFILE|Too many open files/, 'too many open files', 'Raise the limit of open files'],
  [/EIO|Input\/output error/, 'disk error', 'Look after the disk'],
];

/** The error as one of {@link StoreError} `unwritable`, if it is the folder or disk that takes no writes. */
export function unwritable(folder: string, error: unknown): StoreError | undefined {
  const text = textOf(error);
  const cause = CAUSES.find(([pattern]) => pattern.test(text));
  if (cause === undefined) return undefined;
  return new StoreError('unwritable', `${folder} cannot be written: ${cause[1]}. ${cause[2]}.`, {
    cause: error,
  });
}

/** As {@link unwritable}, whatever it is that failed. */
export function writeFailure(folder: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return (
    unwritable(folder, error) ??
    new StoreError('unwritable', `${folder} cannot be written: write failed. Look after the disk.`, {
      cause: error,
    })
  );
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = error as NodeJS.ErrnoException;
  return `${code ?? ''} ${error.message} ${cause === undefined ? '' : textOf(cause)}`;
}
