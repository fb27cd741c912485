import type { IncomingHttpHeaders } from 'node:http';

/** When an internal endpoint needs no key: see {@link needsNoKey}. */
export const INTERNAL_AUTH_MODES = ['loopback', 'host', 'always'] as const;

export type InternalAuth = (typeof INTERNAL_AUTH_MODES)[number];

/** What is known of a request before anything of it is believed. */
export interface RequestOrigin {
  /** The address at the other end of the connection. */
  readonly peer: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const LOOPBACK_PEER = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/i;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const LOOPBACK_HOST = new RegExp(
  `^(?:(?:[a-z\\d_-]+\\.)*localhost|127(?:\\.${OCTET}){3}|\\[::1\\])(?::\\d{1,5})?$`,
  'i',
);
/** Whatever begins so was written by something that stands between the caller and us. */
const FORWARDING_FAMILIES = ['x-forwarded', 'x-original-', 'x-envoy-', 'cf-'];
const FORWARDING = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-proxyuser-ip',
  'x-azure-clientip',
  'true-client-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'cdn-loop',
]);

/**
 * Whether a request without a key is one of this machine's own user. `loopback`: the connection comes from this machine, the Host is
 * a name of it (a foreign one is DNS rebinding), nothing forwarded the request, and no page of another origin sent it. `host`: the
 * same, wherever the connection comes from. `always`: never.
 */
export function needsNoKey(mode: InternalAuth, { peer, headers }: RequestOrigin): boolean {
  if (mode === 'always') return false;
  if (mode === 'loopback' && !LOOPBACK_PEER.test(peer ?? '')) return false;
  return LOOPBACK_HOST.test(headers.host ?? '') && !isForwarded(headers) && !isCrossOrigin(headers);
}

function isForwarded(headers: IncomingHttpHeaders): boolean {
  for (const name in headers) {
    if (FORWARDING.has(name) || FORWARDING_FAMILIES.some((family) => name.startsWith(family))) return true;
  }
  return false;
}

/** Pages on another port of this machine are another origin, too. */
function isCrossOrigin({ origin, host, ...headers }: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
