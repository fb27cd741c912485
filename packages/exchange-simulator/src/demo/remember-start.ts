import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { ServiceLogger } from '@neuratrade/service-kit';
import { z } from 'zod';

const schema = z.object({ started_at: z.iso.datetime() });

/**
 * When the demonstration of this home started (milliseconds): what `data/simulator-demo.json` says, else now, which is
 * written there. A file that cannot be used is told in the log and stops nothing.
 */
export function rememberStart(home: string, logger: Pick<ServiceLogger, 'warn'>, now: number): number {
  const file = join(home, 'data', 'simulator-demo.json');
  const known = readStart(file, logger);
  if (known !== undefined) return known;
  const start = formatTimestamp(new Date(now));
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, `${JSON.stringify({ started_at: start })}\n`);
  } catch (error) {
    logger.warn('Demo start not kept: the next start shows another history', {
      file,
      reason: codeOf(error),
    });
  }
  return Date.parse(start);
}

function readStart(file: string, logger: Pick<ServiceLogger, 'warn'>): number | undefined {
  try {
    return Date.parse(schema.parse(JSON.parse(readFileSync(file, 'utf8'))).started_at);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    logger.warn('Demo start unreadable: the demo begins anew', { file, reason: codeOf(error) });
    return undefined;
  }
}

function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'not the expected content';
}
