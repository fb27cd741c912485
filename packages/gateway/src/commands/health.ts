import { runningState } from '../doctor/facts/running-state.js';
import { findSettings } from '../doctor/facts/settings.js';
import { type Backend, observe } from '../health/observe.js';
import { exitCodeOf } from '../health/view.js';
import { renderHealth } from '../render/health.js';
import { LOOPBACK } from '../services/managed-service.js';

/** One look at a backend as text, and the exit code: 0 healthy, 1 degraded, 2 down or unreachable. */
export async function health(
  backend: Backend,
  { json }: { json: boolean },
): Promise<{ text: string; code: 0 | 1 | 2 }> {
  const view = await observe(backend);
  const code = exitCodeOf(view);
  if (json) return { text: JSON.stringify(view, null, 2), code };
  const width = process.stdout.isTTY ? process.stdout.columns || undefined : undefined;
  const text = renderHealth(view, width);
  const isOwn = backend.own && view.status === 'unreachable';
  return { text: isOwn ? `${text}\n\nSee what is wrong with it: neuratrade doctor` : text, code };
}

/**
 * The backend at `url` with the environment's ADMIN_API_KEY, else that of the home with the key in its config.json: at the
 * environment's BACKEND_PORT, else where it runs, whatever port it was started with.
 */
export function findBackend(env: NodeJS.ProcessEnv, url: string | undefined): Backend {
  if (url !== undefined) return { url, key: env.ADMIN_API_KEY?.trim() || undefined, own: false };
  const { paths, settings, env: effective } = findSettings(env);
  const key = effective.ADMIN_API_KEY?.trim() || undefined;
  const state = runningState(paths);
  const asked = env.BACKEND_PORT?.trim() ? settings.BACKEND_PORT : undefined;
  const port = asked ?? state?.services.backend?.port ?? settings.BACKEND_PORT;
  return { url: `http://${state?.host ?? LOOPBACK}:${port}`, key, own: true };
}
