/**
 * Where a canary shows up: plain, JSON-escaped, URL-encoded, in hex or anywhere inside base64.
 * Each finding names the text, the canary's place in the list and the form, never the canary itself.
 */
export function findSecrets(texts: Readonly<Record<string, string>>, canaries: readonly string[]): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    canaries.flatMap((canary, index) =>
      Object.entries(formsOf(canary))
        .filter(([, needles]) => needles.some((needle) => text.includes(needle)))
        .map(([form]) => `${name}: canary ${index} (${form})`),
    ),
  );
}

const SHORTEST = 8;

function formsOf(canary: string): Record<string, string[]> {
  if (canary.length < SHORTEST)
    throw new Error(`A canary needs at least ${SHORTEST} characters to be told from chance.`);
  const changed = (needles: string[]) => needles.filter((needle) => needle !== canary);
  const url = encodeURIComponent(canary);
  const form = new URLSearchParams({ k: canary }).toString().slice(2);
  const hex = Buffer.from(canary).toString('hex');
  return {
    plain: [canary],
    json: changed([JSON.stringify(canary).slice(1, -1)]),
    url: changed([url, form, lowerEscapes(url), lowerEscapes(form)]),
    hex: [hex, hex.toUpperCase()],
    base64: [0, 1, 2].flatMap((offset) => [
      inBase64(canary, offset, 'base64'),
      inBase64(canary, offset, 'base64url'),
    ]),
  };
}

const lowerEscapes = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

/** The characters that a text yields in base64 whatever surrounds it, when it begins `offset` bytes into a group. */
function inBase64(text: string, offset: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const whole = bytes.length - (bytes.length % 3);
  return bytes
    .subarray(0, whole)
    .toString(encoding)
    .slice(offset === 0 ? 0 : 4);
}
