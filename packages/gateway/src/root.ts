import { fileURLToPath } from 'node:url';

/** The directory that holds `apps/`, `packages/` and `bin/`. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
