import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What everything on the line passes through. */
export type Gate = {
  open(): void;
  shut(): void;
  setDelay(ms: number): void;
  /** Resolves when the gate is open and the delay has passed. */
  pass(): Promise<void>;
};

export function createGate(): Gate {
  let opened = Promise.resolve();
  let release: (() => void) | undefined;
  let delayMs = 0;
  return {
    open() {
      release?.();
      release = undefined;
    },
    shut() {
      if (release) return;
      opened = new Promise((resolve) => {
        release = resolve;
      });
    },
    setDelay(ms) {
      delayMs = ms;
    },
    async pass() {
      if (delayMs > 0) await sleep(delayMs);
      await opened;
    },
  };
}

/** Carries data, their end and a broken connection from one socket to the other, in order. */
export function pump(from: Socket, to: Socket, gate: Gate): void {
  let order = Promise.resolve();
  const inOrder = (step: () => unknown) => {
    order = order.then(async () => {
      await gate.pass();
      if (!to.destroyed) await step();
    });
  };
  from.on('data', (chunk: Buffer) => {
    from.pause();
    inOrder(async () => {
      await new Promise<void>((resolve) => to.write(chunk, () => resolve()));
      from.resume();
    });
  });
  from.on('end', () => inOrder(() => to.end()));
  from.on('close', (failed) => {
    if (!from.readableEnded) inOrder(() => (failed ? to.resetAndDestroy() : to.destroy()));
  });
}
