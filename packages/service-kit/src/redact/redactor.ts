export type Redact = (text: string) => string;

const MASK = '[redacted]';

const PATTERNS: readonly [RegExp, string][] = [
  [/\d{6,12}:[A-Za-z0-9_-]{30,}/g, MASK],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s@/"']+@/gi, `$1:${MASK}@`],
  [/([?&](?:signature|api_?key|token|secret|password)=)[^&\s"'\\]+/gi, `$1${MASK}`],
  [
    /\b(authorization|x-api-key|x-mbx-apikey)(["']?\s*[:=]\s*["']?(?:bearer\s+)?)[^\s"',}\\]+/gi,
    `$1$2${MASK}`,
  ],
];

const PLAIN_WORD = /^[a-z]{1,11}$/;

/**
 * One guard for everything that leaves a process as text: masks the given secrets wherever they stand (plain, URL-encoded, JSON-escaped, base64)
 * and what looks like a secret of a known kind (bot tokens, passwords in URLs, signatures and keys in query strings and headers).
 * Secrets shorter than 6 characters, and plain short words, are left to the patterns: masking every `postgres` would
 * spoil the log and give the password away.
 */
export function createRedactor(secrets: readonly (string | undefined)[]): Redact {
  const known = [...new Set(secrets.filter(isTelling).flatMap(forms))].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of known) clean = clean.replaceAll(form, MASK);
    for (const [pattern, mask] of PATTERNS) clean = clean.replace(pattern, mask);
    return clean;
  };
}

function isTelling(secret: string | undefined): secret is string {
  return secret !== undefined && secret.length >= 6 && !PLAIN_WORD.test(secret);
}

function forms(text: string): string[] {
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  ];
}
