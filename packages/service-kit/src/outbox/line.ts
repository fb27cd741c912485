/** A line of waiting things: first in, first out, without moving what waits. */
export interface Line<T> {
  first(): T | undefined;
  shift(): T | undefined;
  add(item: T): void;
}

const COMPACT_FROM = 1_024;

/** With `before`, what belongs before others goes there; else everything goes to the end. */
export function createLine<T>(before: (one: T, other: T) => boolean = () => false): Line<T> {
  const items: T[] = [];
  let head = 0;
  return {
    first: () => items[head],
    shift() {
      const item = items[head];
      if (item === undefined) return undefined;
      head += 1;
      if (head >= COMPACT_FROM && head * 2 > items.length) {
        items.splice(0, head);
        head = 0;
      }
      return item;
    },
    add(item) {
      let at = items.length;
      while (at > head && before(item, items[at - 1] as T)) at -= 1;
      if (at === items.length) items.push(item);
      else items.splice(at, 0, item);
    },
  };
}
