import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const DIST = new URL('../../dist/outbox/index.js', import.meta.url).href;

/** Repeats `check` until it is true. */
export async function until(check: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`not so within ${timeoutMs} ms: ${check.toString()}`);
    await sleep(5);
  }
}

export interface Letter {
  readonly lane: string;
  readonly n: number;
}

/** A local HTTP server that keeps what it is sent; `answers` runs before each answer. */
export async function receiver(answers: (letter: Letter) => void | Promise<void> = () => undefined) {
  const received: Letter[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const letter = JSON.parse(body) as Letter;
    received.push(letter);
    await answers(letter);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs `script` in a process of its own, with `createOutbox`, a silent `logger` and `say`, which writes a line at once. */
export function outboxProcess(script: string, values: Readonly<Record<string, unknown>>) {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { writeSync } from 'node:fs';
       const { createOutbox } = await import(${JSON.stringify(DIST)});
       const silent = () => undefined;
       const logger = { debug: silent, info: silent, warn: silent, error: silent };
       const say = (line) => writeSync(1, line + '\\n');
       const { ${Object.keys(values).join(', ')} } = ${JSON.stringify(values)};
       ${script}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return {
    child,
    lines: () => said.split('\n').slice(0, -1),
    stderr: () => stderr,
    ended: ended(child),
  };
}

async function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode };
}
