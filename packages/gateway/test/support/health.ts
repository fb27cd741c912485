import type { Cleanup } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './cli.js';

/** A running stack without a bot, of which every part is well. */
export async function stackWithoutBot(cleanup: Cleanup): Promise<TestStack> {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
  return stack;
}

/** The lines of a health table, with names in place of what differs from run to run. */
export function maskedTable(text: string, stack: TestStack): string[] {
  return text
    .replaceAll(stack.url('BACKEND_PORT'), 'URL')
    .replace(/version \S+, up \S+/, 'version V, up T')
    .replace(/\b(\d+h)?(\d+m)?\d+s\b/g, 'T')
    .replace(/\b\d+(\.\d+)? m?s\b/g, 'MS')
    .replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, 'TIME')
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, '  ').trimEnd());
}
