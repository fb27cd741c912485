import { nearest } from '@neuratrade/service-kit';
import { PORTS } from '../config/settings.js';
import type { ManagedService, StackContext } from '../services/managed-service.js';

const EVERYTHING = ['gateway', 'all'];

/** Settings by which the processes of a stack find and trust each other: a new value must reach all of them at once. */
const COMMON = ['BIND_HOST', ...PORTS, 'SERVICE_API_KEY'] as const;

/** Says that there is no such service, and which one was probably meant; undefined when there is one. */
export function unknownService(name: string, services: readonly ManagedService[]): string | undefined {
  const names = services.map((service) => service.name);
  if (names.includes(name)) return undefined;
  if (EVERYTHING.includes(name)) return 'For everything at once: neuratrade gateway restart.';
  const near = nearest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `There is no service ${name}.${hint} The services are ${names.join(', ')}.`;
}

/** The stack that runs `now`, the settings it would run with `next`, and what of it runs. */
export type Change = {
  services: readonly ManagedService[];
  now: StackContext;
  next: StackContext;
  running: readonly string[];
};

/** Why this service cannot be restarted by itself, one line per problem; none when it can. */
export function restartProblems(name: string, { services, now, next, running }: Change): string[] {
  const unknown = unknownService(name, services);
  const service = services.find((candidate) => candidate.name === name);
  if (unknown !== undefined || service === undefined) return [unknown ?? ''];
  const changed = COMMON.filter((variable) => now.settings[variable] !== next.settings[variable]);
  if (changed.length > 0) return changed.map((variable) => `${variable} has changed. ${TOGETHER}`);
  const near = [name, ...service.needs, ...service.after];
  const other = services.find(
    (candidate) => near.includes(candidate.name) && differs(candidate, running, next),
  );
  if (other !== undefined) {
    const what = running.includes(other.name) ? 'would no longer run' : 'would run';
    return [`With the settings of now, the gateway ${what} ${other.title}. ${TOGETHER}`];
  }
  return running.includes(name) ? service.problems(next) : [notOurs(service, next)];
}

const TOGETHER = 'Run neuratrade gateway restart, which restarts everything.';

function differs({ name, supply }: ManagedService, running: readonly string[], next: StackContext): boolean {
  return (supply === undefined || supply.because(next) !== undefined) !== running.includes(name);
}

function notOurs({ title, supply }: ManagedService, context: StackContext): string {
  const where = supply?.external(context);
  if (where === undefined) return `The gateway runs no ${title}: the settings do without it.`;
  return `The gateway does not run this ${title}: it only uses the one at ${where}. Restart it there.`;
}
