import { shown } from './text.js';

/** Why a part does not work, without the address that the backend asks it at: a chat may have more readers than the log. */
export function shownReason(reason: string, most: number): string {
  return shown(reason.replace(/^unhealthy: /, '').replace(/^(connection failed): \S+:\d+: /, '$1: '), most);
}
