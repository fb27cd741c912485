import type { Finding } from '../doctor/finding.js';
import { renderFinding } from './doctor.js';
import { createLiveList } from './live-list.js';

/** Prints findings as their checks end, in the order of the checks. */
export type DoctorProgress = { done(id: string, findings: readonly Finding[]): void; close(): void };

/** On a terminal with a list of what still runs below; anywhere else line by line. */
export function createDoctorProgress(stream: NodeJS.WriteStream, ids: readonly string[]): DoctorProgress {
  const results = new Map<string, readonly Finding[]>();
  const waiting = [...ids];
  const width = stream.isTTY ? stream.columns || undefined : undefined;
  const list = stream.isTTY ? createLiveList(stream) : undefined;
  const print = list?.print ?? ((line: string) => stream.write(`${line}\n`));

  function showRunning(): void {
    const running = waiting.filter((name) => !results.has(name));
    list?.show(running.map((name) => ({ name, text: '', done: 'no' })));
  }

  showRunning();
  return {
    done(id, findings) {
      results.set(id, findings);
      showRunning();
      for (let next = results.get(waiting[0] ?? ''); next; next = results.get(waiting[0] ?? '')) {
        waiting.shift();
        const lines = next.flatMap((finding) => renderFinding(finding, width));
        if (lines.length > 0) print(lines.join('\n'));
      }
    },
    close: () => list?.close(),
  };
}
