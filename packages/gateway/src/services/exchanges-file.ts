import { readFileSync } from 'node:fs';

/**
 * The names in exchanges.json, nothing else of it; none when there is no such file. Undefined when it cannot be read: then
 * something is configured, and ccxt-service says what is wrong with it.
 */
export function namesInExchangesFile(path: string): string[] | undefined {
  try {
    const { exchanges } = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as {
      exchanges: { name: string }[];
    };
    return exchanges.map(({ name }) => name.trim().toLowerCase());
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
  }
}
