import type { ServiceState, StackState } from '../supervisor/state.js';
import { createLiveList, type ListItem } from './live-list.js';

/** Shows how a start comes along. */
export type Progress = {
  note(text: string): void;
  update(state: StackState): void;
  /** Takes the last picture. */
  finish(succeeded: boolean): void;
};

/** A live list on a terminal, one line per change anywhere else. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? liveProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}

/** One line whenever a service's state, process or what it waits for changes; none before it has any of them. */
export function lineProgress(print: (line: string) => void): Progress {
  const told = new Map<string, string>();
  return {
    note: print,
    update: ({ services }) => {
      for (const [name, service] of Object.entries(services)) {
        if (service.state === 'waiting' && service.waiting_for === null) continue;
        const line = `${name}: ${describeService(service)}`;
        if (told.get(name) !== line) print(line);
        told.set(name, line);
      }
    },
    finish: () => undefined,
  };
}

/** `starting (PID 12346, port 3001), waits for an answer from http://127.0.0.1:3001/live`. */
export function describeService({ state, process, port, waiting_for, supplied }: ServiceState): string {
  const facts = [
    ...(process === null ? [] : [`PID ${process.pid}`]),
    ...(process === null || port === null ? [] : [`port ${port}`]),
    ...(supplied === null || process === null ? [] : [supplied]),
  ];
  const inBrackets = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  return `${state}${inBrackets}${waiting_for === null ? '' : `, waits for ${waiting_for}`}`;
}

function liveProgress(stream: NodeJS.WriteStream): Progress {
  const list = createLiveList(stream);
  let items: ListItem[] = [];
  return {
    note: list.print,
    update: (state) => {
      items = itemsOf(state);
      list.show(items);
    },
    finish: (succeeded) => {
      list.show(
        items.map((item) => (item.done === 'no' ? { ...item, done: succeeded ? 'yes' : 'failed' } : item)),
      );
      list.close();
    },
  };
}

function itemsOf({ services, phase }: StackState): ListItem[] {
  const items = Object.entries(services).map(([name, service]): ListItem => {
    const done = { up: 'yes', failed: 'failed' } as const;
    const known = service.state === 'up' || service.state === 'failed' ? done[service.state] : 'no';
    return { name, text: describeService(service), done: known };
  });
  const allUp = items.every(({ done }) => done === 'yes');
  const text = allUp ? 'first checks' : 'waits for all of them';
  return [...items, { name: 'health', text, done: phase === 'up' ? 'yes' : 'no' }];
}
