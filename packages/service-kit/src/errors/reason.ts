const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection reset',
  ETIMEDOUT: 'connection timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection timeout',
  UND_ERR_HEADERS_TIMEOUT: 'connection timeout',
  UND_ERR_BODY_TIMEOUT: 'connection timeout',
  ABORT_ERR: 'connection timeout',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  CERT_HAS_EXPIRED: 'certificate expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate of another host',
};

/** The error codes of `error` and everything it was caused by, outermost first. */
export function errorCodes(error: unknown): string[] {
  const codes: string[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const { code, name, cause, errors } = value as Record<string, unknown>;
    if (typeof code === 'string') codes.push(code);
    if (name === 'AbortError' || name === 'TimeoutError') codes.push('ABORT_ERR');
    visit(cause);
    if (Array.isArray(errors)) errors.forEach(visit);
  };
  visit(error);
  return codes;
}

/**
 * A network failure in a few stable words (`connection refused`, `connection timeout`, `host not found` …), never the driver's own text.
 * What is not recognised is `connection failed`.
 */
export function reasonOf(error: unknown): string {
  for (const code of errorCodes(error)) {
    const reason = REASONS[code];
    if (reason !== undefined) return reason;
  }
  return 'connection failed';
}
