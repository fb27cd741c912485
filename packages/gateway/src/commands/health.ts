import { findSettings } from '../doctor/facts/settings.js';
import { type Backend, observe } from '../health/observe.js';
import { exitCodeOf } from '../health/view.js';
import { renderHealth } from '../render/health.js';
import { LOOPBACK } from '../services/managed-service.js';
import { readState } from '../supervisor/state.js';

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

/** The backend at `url` with the environment's ADMIN_API_KEY, else that of the home with the key in its config.json. */
export function findBackend(env: NodeJS.ProcessEnv, url: string | undefined): Backend {
  if (url !== undefined) return { url, key: env.ADMIN_API_KEY?.trim() || undefined, own: false };
  const { paths, settings, env: effective } = findSettings(env);
  const key = effective.ADMIN_API_KEY?.trim() || undefined;
  return { url: `http://${hostOf(paths.state)}:${settings.BACKEND_PORT}`, key, own: true };
}

function hostOf(stateFile: string): string {
  try {
    return readState(stateFile)?.host ?? LOOPBACK;
  } catch {
    return LOOPBACK;
  }
}
