import type { AccountBalance } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import express from 'express';
import type { Feature } from '../feature.js';
import type { GivenBalances } from './put.js';

const PATH = '/api/v1/accounts/:account/exchanges/:exchange/balance';
const raw = express.raw({ type: () => true, limit: '256kb' });

/** Lets services and the operator say what an account holds on an exchange that nobody reads. */
export function createBalancesFeature(given: GivenBalances): Feature {
  return {
    guards: (router, { keyed }) => {
      router.put(PATH, keyed, raw);
    },
    routes: (router) => {
      router.put(PATH, async ({ params, body }, response) => {
        const { account, exchange } = params;
        const text = textOf(body);
        response.json((await given.put({ account, exchange }, text)) satisfies AccountBalance);
      });
    },
  };
}

function textOf(body: unknown): string {
  if (!Buffer.isBuffer(body)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('bad_request', 'The body cannot be read: it is not UTF-8.');
  }
}
