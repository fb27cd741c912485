import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Breaker, createBreaker } from './breaker.js';

let time: number;
let breaker: Breaker;

beforeEach(() => {
  time = 0;
  breaker = createBreaker({ failures: 3, openMs: 100, longestMs: 300, now: () => time });
});

const fail = (times: number) => {
  for (let i = 0; i < times; i++) breaker.begin()?.end('failed');
};

describe('a circuit breaker', () => {
  test('opens after so many failures in a row, and says for how long', () => {
    fail(2);
    breaker.begin()?.end('answered');
    fail(2);
    expect([breaker.begin() === undefined, breaker.closedInMs()]).toEqual([false, 0]);
    fail(1);
    time = 40;
    expect([breaker.begin(), breaker.closedInMs()]).toEqual([undefined, 60]);
  });

  test('does not count what says nothing about the exchange, nor forgets failures because of it', () => {
    fail(2);
    breaker.begin()?.end('other');
    expect(breaker.closedInMs()).toBe(0);
    fail(1);
    expect(breaker.closedInMs()).toBe(100);
  });

  test('lets one trial through when its time is over, and closes when that is answered', () => {
    fail(3);
    time = 100;
    const trial = breaker.begin();
    expect([trial?.trial, breaker.begin()]).toEqual([true, undefined]);
    trial?.end('answered');
    fail(2);
    expect(breaker.begin()?.trial).toBe(false);
  });

  test('stays open twice as long after each failed trial, up to a limit', () => {
    fail(3);
    const waits = [1, 2, 3].map(() => {
      time += breaker.closedInMs();
      fail(1);
      return breaker.closedInMs();
    });
    expect(waits).toEqual([200, 300, 300]);
  });

  test('lets another trial through when one ended without saying anything', () => {
    fail(3);
    time = 100;
    breaker.begin()?.end('other');
    expect(breaker.begin()?.trial).toBe(true);
  });

  test('is not opened for longer by what was sent before it opened', () => {
    const late = breaker.begin();
    fail(3);
    time = 50;
    late?.end('failed');
    expect(breaker.closedInMs()).toBe(50);
  });
});
