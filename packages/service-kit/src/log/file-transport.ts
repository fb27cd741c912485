import sonicBoom from 'sonic-boom';
import { MESSAGE } from 'triple-beam';
import Transport from 'winston-transport';

/** How much may wait in memory while the disk does not take it; beyond it lines are dropped. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

const FLUSH_DEADLINE_MS = 1_000;

export interface FileTransport extends Transport {
  /** Opens the file anew under its name. */
  reopen(): void;
  /** Resolves when what was logged has been written. */
  flushed(): Promise<void>;
}

/** A winston transport that appends to a file without ever blocking, and can reopen it after a rotation. */
export function createFileTransport(file: string): FileTransport {
  const sink = new sonicBoom.SonicBoom({
    dest: file,
    mkdir: true,
    append: true,
    sync: false,
    maxLength: MAX_BUFFERED_BYTES,
  });
  let broken = false;
  sink.on('error', (error: NodeJS.ErrnoException) => {
    if (!broken)
      process.stderr.write(`cannot write the log file ${file}: ${error.code ?? 'unknown error'}\n`);
    broken = true;
  });
  sink.on('drain', () => {
    broken = false;
  });
  const transport = new Transport({
    log(info: Record<symbol, string>, next: () => void) {
      sink.write(`${info[MESSAGE]}\n`);
      next();
    },
  });
  return Object.assign(transport, {
    reopen: () => sink.reopen(),
    flushed: () =>
      new Promise<void>((resolve) => {
        sink.once('close', resolve);
        sink.once('error', () => resolve());
        setTimeout(resolve, FLUSH_DEADLINE_MS).unref();
        sink.end();
      }),
  });
}
