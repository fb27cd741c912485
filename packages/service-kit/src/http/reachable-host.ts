import { isIPv6 } from 'node:net';

/** Where a server that listens on `bindHost` is reached from this machine, ready for a URL. */
export function reachableHost(bindHost: string): string {
  if (bindHost === '0.0.0.0' || bindHost === '::') return '127.0.0.1';
  return isIPv6(bindHost) ? `[${bindHost}]` : bindHost;
}
