import { isPortFree } from '@neuratrade/local-servers';
import { bindError } from '../process/bind.js';
import { describeHolder } from '../process/ports.js';
import type { ManagedService, PortClaim, StackContext } from '../services/managed-service.js';

/**
 * Everything that would keep the stack from starting, one line per problem with its remedy. Starts nothing.
 * `ours` are ports that will be free by then, because a stack that is to be replaced holds them.
 */
export async function findProblems(
  services: readonly ManagedService[],
  context: StackContext,
  ours: ReadonlySet<number> = new Set(),
): Promise<string[]> {
  const wanted = neededOf(services, context);
  const missing = wanted.flatMap((service) => service.problems(context));
  const claims = wanted.flatMap((service) => service.ports(context.settings));
  const hosts = await Promise.all([...new Set(claims.map(({ host }) => host))].map(hostProblem));
  if (hosts.flat().length > 0) return [...missing, ...hosts.flat()];
  const taken = await Promise.all(claims.filter(({ port }) => !ours.has(port)).map(portProblem));
  return [...missing, ...taken.flat()];
}

/** What the services themselves would refuse, one line per problem. Starts nothing that stays. */
export async function findObjections(
  services: readonly ManagedService[],
  context: StackContext,
): Promise<string[]> {
  const wanted = neededOf(services, context);
  const found = await Promise.all(wanted.map(async (service) => (await service.objections?.(context)) ?? []));
  return [...new Set(found.flat())];
}

/** URLs of the kind that the supplied servers of this context will have. */
export function sampleUrls(services: readonly ManagedService[], context: StackContext): StackContext['urls'] {
  return new Map(
    neededOf(services, context).flatMap(({ name, supply }) =>
      supply ? [[name, supply.sample] as const] : [],
    ),
  );
}

function neededOf(services: readonly ManagedService[], context: StackContext): ManagedService[] {
  return services.filter(({ supply }) => supply === undefined || supply.because(context) !== undefined);
}

async function hostProblem(host: string): Promise<string[]> {
  const code = await bindError(0, host);
  return code === undefined
    ? []
    : [`BIND_HOST=${host} is no address of this machine (${code}). Set it to another.`];
}

async function portProblem({ port, host, variable }: PortClaim): Promise<string[]> {
  const code = await bindError(port, host);
  if (code === 'EACCES') {
    return [`Port ${port} needs more rights than this user has. Set ${variable} to a port above 1023.`];
  }
  if (code === undefined && (await isPortFree(port))) return [];
  return [`Port ${port} is in use${describeHolder(port)}. Set ${variable} to another, or stop that process.`];
}
