import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity, signalProcess } from './identity.js';

const POLL_MS = 20;

/** Waits until the process has ended; false when it still lives after `timeoutMs`. */
async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/**
 * Ends exactly this process: `signal`, then SIGKILL when it has not ended within `deadlineMs`.
 * Returns how it went: `gone` when there was nothing to end.
 */
export async function endProcess(
  identity: ProcessIdentity,
  options: { signal?: NodeJS.Signals; deadlineMs: number },
): Promise<'gone' | 'ended' | 'killed'> {
  if (!signalProcess(identity, options.signal ?? 'SIGTERM')) return 'gone';
  if (await waitForEnd(identity, options.deadlineMs)) return 'ended';
  signalProcess(identity, 'SIGKILL');
  await waitForEnd(identity, 5_000);
  return 'killed';
}
