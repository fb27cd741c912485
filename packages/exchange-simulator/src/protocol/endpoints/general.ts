import type { Endpoint } from '../endpoint.js';

/** Answers nothing but that the exchange is there. */
export const ping: Endpoint = {
  path: '/api/v3/ping',
  answer: () => ({ weight: 1, body: {} }),
};

/** The exchange's clock in milliseconds. */
export const time: Endpoint = {
  path: '/api/v3/time',
  answer: ({ serverTime }) => ({ weight: 1, body: { serverTime } }),
};

/** Whether the exchange is under maintenance. */
export const systemStatus: Endpoint = {
  path: '/sapi/v1/system/status',
  answer: () => ({ weight: 1, body: { status: 0, msg: 'normal' } }),
};
