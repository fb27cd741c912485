/** What can be wrong with a list that is answered: as it was before, rows twice, in reverse, none, or every second one missing. */
export const PAGE_FAULTS = [
  'old_page',
  'duplicated_page',
  'reordered_page',
  'empty_page',
  'thinned_page',
] as const;

export type PageFault = (typeof PAGE_FAULTS)[number];

/** Whose list of what it is. */
interface Asked {
  readonly path: string;
  readonly query: string;
  readonly apiKey: string | undefined;
}

/** Answers with a list as a fault bends it, or as it is; a body that is no list and holds none stays as it is. */
export type PageBender = (asked: Asked, body: unknown, fault: PageFault | undefined) => unknown;

const MOST_REMEMBERED = 50;

/** Remembers the latest answers that no fault befell: `old_page` is the one before, to the same key about the same market. */
export function createPageBender(): PageBender {
  const before = new Map<string, unknown>();
  return (asked, body, fault) => {
    const key = keyOf(asked);
    if (fault === 'old_page') return before.get(key) ?? body;
    if (fault !== undefined) return withList(body, LISTS[fault]);
    before.delete(key);
    before.set(key, body);
    const [oldest] = before.keys();
    if (before.size > MOST_REMEMBERED && oldest !== undefined) before.delete(oldest);
    return body;
  };
}

const LISTS: Readonly<
  Record<Exclude<PageFault, 'old_page'>, (rows: readonly unknown[]) => readonly unknown[]>
> = {
  duplicated_page: (rows) => rows.flatMap((row) => [row, row]),
  reordered_page: (rows) => rows.toReversed(),
  empty_page: () => [],
  thinned_page: (rows) => rows.filter((_row, index) => index % 2 === 0),
};

function keyOf({ path, query, apiKey }: Asked): string {
  return [apiKey, path, new URLSearchParams(query).get('symbol')].join(' ');
}

/** The list is the body itself, or the first one in it. */
function withList(body: unknown, bent: (rows: readonly unknown[]) => readonly unknown[]): unknown {
  if (Array.isArray(body)) return bent(body);
  if (typeof body !== 'object' || body === null) return body;
  const list = Object.entries(body).find(([, value]) => Array.isArray(value));
  return list === undefined ? body : { ...body, [list[0]]: bent(list[1] as unknown[]) };
}
