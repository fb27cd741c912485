import type { ChangeChat } from '@neuratrade/api-contracts';

/** What somebody wants of the digest; undefined for what cannot be understood. */
export type DigestWish = 'show' | 'now' | { readonly change: ChangeChat } | undefined;

/** Reads `on`, `off`, `now`, `08:30`, `on 08:30`, `on 08:30 Europe/Berlin`. A time switches the digest on. */
export function digestWish(args: string): DigestWish {
  const words = args.split(/\s+/).filter((word) => word !== '');
  const first = words[0]?.toLowerCase();
  if (first === undefined) return 'show';
  if (first === 'now') return words.length === 1 ? 'now' : undefined;
  if (first === 'off') return words.length === 1 ? { change: { digest: { enabled: false } } } : undefined;
  const rest = first === 'on' ? words.slice(1) : words;
  const at = clockTime(rest[0]);
  const [zone, ...tooMuch] = at === undefined ? rest : rest.slice(1);
  const timezone = zone === undefined ? undefined : timezoneNamed(zone);
  if (tooMuch.length > 0 || (zone !== undefined && timezone === undefined)) return undefined;
  const on = first === 'on' || at !== undefined;
  return {
    change: {
      ...(on ? { digest: { enabled: true, ...(at === undefined ? {} : { at }) } } : {}),
      ...(timezone === undefined ? {} : { timezone }),
    },
  };
}

function clockTime(word = ''): string | undefined {
  return /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(word) ? word.padStart(5, '0') : undefined;
}

/** A time zone as it is spelt, whatever the case it was typed in; an old name in small letters becomes the one of today. */
function timezoneNamed(word: string): string | undefined {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const listed = names.find((name) => name.toLowerCase() === word.toLowerCase());
  if (listed !== undefined) return listed;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions();
    return word === word.toLowerCase() ? timeZone : word;
  } catch {
    return undefined;
  }
}
