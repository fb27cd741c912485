import { type Answer, request, type Service } from '@neuratrade/test-kit';
import { KEY } from './service.js';

/** What a service answers under `/api/v1/`, asked with the service key. */
export function ask(service: Service, path: string): Promise<Answer> {
  return service.get(`/api/v1/${path}`, { 'x-api-key': KEY });
}

/** The code of an error body. */
export function codeOf({ json }: Answer): unknown {
  return (json as { error?: { code?: unknown } } | undefined)?.error?.code;
}

/** How often each path of a simulator was asked for. */
export async function requestsOf(url: string): Promise<Readonly<Record<string, number>>> {
  return (await request(`${url}/_sim/requests`)).json as Record<string, number>;
}
