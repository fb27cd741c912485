import type { Accounts } from '../accounts/service.js';
import type { Feature } from '../feature.js';
import { createRefoldsFeature } from './refold-queue/routes.js';
import { createRefolds, type Refolds } from './refold-queue/service.js';
import { createFillStore, type FillStore, type FillStoreOptions } from './store.js';
import { createWriter } from './writer.js';

export interface Fills {
  readonly store: FillStore['store'];
  readonly reprice: Refolds['reprice'];
  readonly feature: Feature;
}

/** Takes fills, and folds again what has to be. */
export function createFills(options: FillStoreOptions & { readonly accounts: Pick<Accounts, 'of'> }): Fills {
  const write = createWriter(options);
  const refolds = createRefolds({ ...options, write });
  const { store } = createFillStore({ ...options, write, onWaiting: refolds.wake });
  return {
    store,
    reprice: refolds.reprice,
    feature: createRefoldsFeature({ accounts: options.accounts, refolds }),
  };
}
