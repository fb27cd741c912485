type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** `failed` for what keeps NeuraTrade from working, `skipped` for what depends on something that failed or does not run. */
export type FindingStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/**
 * One line of `neuratrade doctor`. `id` is stable, `values` hold what was measured (sizes in bytes, times in milliseconds,
 * as their names say), `remedy` is null where nothing is to be done.
 */
export type Finding = {
  id: string;
  status: FindingStatus;
  text: string;
  remedy: string | null;
  values: Readonly<Record<string, Value>>;
};

type Values = Finding['values'];

/** All is well. */
export function ok(id: string, text: string, values: Values = {}): Finding {
  return { id, status: 'ok', text, remedy: null, values };
}

/** It works, but asks for attention. */
export function warning(id: string, text: string, remedy: string, values: Values = {}): Finding {
  return { id, status: 'warning', text, remedy, values };
}

/** It does not work. */
export function failed(id: string, text: string, remedy: string, values: Values = {}): Finding {
  return { id, status: 'failed', text, remedy, values };
}

/** It cannot be looked at before something else works, which has a finding of its own. */
export function skipped(id: string, text: string): Finding {
  return { id, status: 'skipped', text, remedy: null, values: {} };
}
