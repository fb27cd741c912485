import type { AwakeClock, Transition } from '@neuratrade/service-kit';

/** Tells each change of one part's state once, however often it is reported. */
export function createChanges(
  clock: AwakeClock,
  onTransition: (transition: Transition) => void,
): { moveTo(to: 'up' | 'down', reason: string | null): void } {
  let state: Transition['from'] = 'unchecked';
  let since = clock.now();
  return {
    moveTo(to, reason) {
      if (to === state) return;
      const now = clock.now();
      const transition = { from: state, to, reason, at: new Date(), lastedMs: now - since };
      state = to;
      since = now;
      onTransition(transition);
    },
  };
}
