import { setTimeout as sleep } from 'node:timers/promises';
import sonicBoom, { type SonicBoom } from 'sonic-boom';
import { MESSAGE } from 'triple-beam';
import Transport from 'winston-transport';

/** How much may wait in memory while the disk does not take it; beyond it lines are dropped. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
const MAX_WAITING_LINES = 20_000;
const FLUSH_DEADLINE_MS = 1_000;
/** How often a file that cannot be opened is tried again. */
const RETRY_MS = 5_000;

export interface FileTransport extends Transport {
  /** Opens the file anew under its name. */
  reopen(): void;
  /** Resolves when what was logged has been written. */
  flushed(): Promise<void>;
}

/**
 * A winston transport that appends to a file without ever blocking, and can reopen it after a rotation. A file that cannot
 * be opened is told once on standard error and tried again until it can; the lines wait meanwhile.
 */
export function createFileTransport(file: string): FileTransport {
  const waiting: string[] = [];
  let told = false;
  let retry: NodeJS.Timeout | undefined;
  let sink: SonicBoom | undefined;
  let opening: SonicBoom | undefined;

  const open = (): void => {
    clearTimeout(retry);
    const next = new sonicBoom.SonicBoom({
      dest: file,
      mkdir: true,
      append: true,
      sync: false,
      maxLength: MAX_BUFFERED_BYTES,
    });
    opening = next;
    next.once('ready', () => {
      const old = sink;
      sink = next;
      if (opening === next) opening = undefined;
      told = false;
      for (const line of waiting.splice(0)) next.write(line);
      if (old !== undefined) void endWhenWritten(old);
    });
    next.on('error', (error: NodeJS.ErrnoException) => {
      if (!told)
        process.stderr.write(`cannot write the log file ${file}: ${error.code ?? 'unknown error'}\n`);
      told = true;
      if (opening !== next) return;
      opening = undefined;
      retry = setTimeout(open, RETRY_MS).unref();
    });
  };

  const write = (line: string): void => {
    if (sink !== undefined) {
      sink.write(line);
      return;
    }
    waiting.push(line);
    if (waiting.length > MAX_WAITING_LINES) waiting.shift();
  };

  open();
  const transport = new Transport({
    log(info: Record<symbol, string>, next: () => void) {
      write(`${info[MESSAGE]}\n`);
      next();
    },
  });
  return Object.assign(transport, {
    reopen: open,
    async flushed() {
      clearTimeout(retry);
      const deadline = Date.now() + FLUSH_DEADLINE_MS;
      while (opening !== undefined && Date.now() < deadline) await sleep(5);
      if (sink !== undefined) await endWhenWritten(sink);
    },
  });
}

function endWhenWritten(sink: SonicBoom): Promise<void> {
  return new Promise((resolve) => {
    sink.once('close', resolve);
    sink.once('error', () => resolve());
    setTimeout(resolve, FLUSH_DEADLINE_MS).unref();
    sink.end();
  });
}
