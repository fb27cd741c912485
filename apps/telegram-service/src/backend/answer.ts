/** What was asked for, or why it cannot be had: a short reason, free of addresses. */
export type BackendAnswer<T> = { readonly ok: true; readonly value: T } | BackendFailure;

export interface BackendFailure {
  readonly ok: false;
  /** `connection refused`, `HTTP 503`, `unexpected answer`. */
  readonly reason: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** Code and message of the backend's own error body. */
  readonly code?: string;
  readonly message?: string;
  /** When it makes sense to ask again, where the backend says so. */
  readonly retryAfterSeconds?: number;
}
