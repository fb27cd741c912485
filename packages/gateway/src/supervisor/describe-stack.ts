import { identityOf } from '../process/identity.js';
import type { ManagedService, StackContext } from '../services/managed-service.js';
import type { Stack } from './stack.js';
import type { StackState } from './state.js';

/** What there is to know of a stack at this moment. */
export function describeStack(
  phase: StackState['phase'],
  { services, context, stack }: { services: readonly ManagedService[]; context: StackContext; stack: Stack },
): StackState {
  const running = stack.services();
  const external = services.flatMap(({ name, supply }) => {
    const user = services.find(({ needs }) => needs.includes(name));
    const where = running[name] === undefined ? supply?.external(stack.contextOf(user?.name)) : undefined;
    return where === undefined ? [] : [[name, where]];
  });
  return {
    phase,
    gateway: identityOf(process.pid) ?? { pid: process.pid, start_time: '' },
    host: context.host,
    services: running,
    external: Object.fromEntries(external),
  };
}
