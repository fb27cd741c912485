import type { Backend } from '../health/observe.js';
import { askService, type ServiceRequest, type ServiceWords } from './ask-service.js';
import type { Outcome } from './outcome.js';

const WORDS: ServiceWords = { name: 'backend', key: 'admin key', variable: 'ADMIN_API_KEY' };

/** Asks a backend with the admin key. A failure says what to do. */
export function askBackend<T>(backend: Backend, request: ServiceRequest<T>): Promise<Outcome<T>> {
  return askService(backend, WORDS, request);
}
