import { AMOUNT_DECIMALS } from '../../accounts/amount.js';
import { formatUnits } from '../../market/decimals.js';
import type { SignedEndpoint } from '../endpoint.js';

const COMMISSION_RATE = '0.00100000';
const NONE = '0.00000000';
const COMMISSION_BASIS_POINTS = 10;

/** What an account holds, and what the key may do with it. */
export const account: SignedEndpoint = {
  method: 'GET',
  path: '/api/v3/account',
  needs: 'read',
  answer({ key, parameters }) {
    const held = key.account.balances.list();
    const listed = parameters.flag('omitZeroBalances')
      ? held.filter(({ free, locked }) => free + locked > 0n)
      : held;
    return {
      weight: 20,
      body: {
        makerCommission: COMMISSION_BASIS_POINTS,
        takerCommission: COMMISSION_BASIS_POINTS,
        buyerCommission: 0,
        sellerCommission: 0,
        commissionRates: { maker: COMMISSION_RATE, taker: COMMISSION_RATE, buyer: NONE, seller: NONE },
        canTrade: key.permissions.includes('trade'),
        canWithdraw: key.permissions.includes('withdraw'),
        canDeposit: true,
        brokered: false,
        requireSelfTradePrevention: false,
        preventSor: false,
        updateTime: key.account.updatedAt,
        accountType: 'SPOT',
        balances: listed.map(({ asset, free, locked }) => ({
          asset,
          free: formatUnits(free, AMOUNT_DECIMALS),
          locked: formatUnits(locked, AMOUNT_DECIMALS),
        })),
        permissions: ['SPOT'],
        uid: key.account.uid,
      },
    };
  },
};
