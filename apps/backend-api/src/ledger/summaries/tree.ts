import type { Connection } from '../../platform/db/database.js';
import { endOf } from '../fills/summaries/spans.js';
import type { Node, Span, Time, Tree } from './node.js';
import { readCloses, readExecutions, readNodes } from './repository.js';

const EVER: Time = { from: 0, until: Date.UTC(9_999, 0) };

/** An account's summaries on one connection. What was read once is not read again. */
export function createTree(connection: Connection, accountId: number): Tree {
  const read = new Map<string, Promise<Node[]>>();
  const once = (key: string, ask: () => Promise<Node[]>): Promise<Node[]> => {
    const known = read.get(key) ?? ask();
    read.set(key, known);
    return known;
  };
  const nodes = (span: Span, time: Time): Promise<Node[]> =>
    once(`${span} ${time.from}`, () => readNodes(connection, accountId, span, time));
  return {
    months: () => nodes('month', EVER),
    daysOf: (month) => nodes('day', { from: month, until: endOf('month', month) }),
    hoursOf: (day) => nodes('hour', { from: day, until: endOf('day', day) }),
    instantsOf(hour, events) {
      const time = { from: hour, until: endOf('hour', hour) };
      const ask = events === 'fills' ? readExecutions : readCloses;
      return once(`${events} ${hour}`, () => ask(connection, accountId, time));
    },
  };
}
