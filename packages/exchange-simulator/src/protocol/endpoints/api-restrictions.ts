import type { SignedEndpoint } from '../endpoint.js';

/** What the key that asks may do. */
export const apiRestrictions: SignedEndpoint = {
  method: 'GET',
  path: '/sapi/v1/account/apiRestrictions',
  needs: 'read',
  answer: ({ key: { permissions, createdAt } }) => ({
    weight: 1,
    body: {
      ipRestrict: false,
      createTime: createdAt,
      enableReading: permissions.includes('read'),
      enableWithdrawals: permissions.includes('withdraw'),
      enableInternalTransfer: false,
      enableMargin: false,
      enableFutures: false,
      permitsUniversalTransfer: false,
      enableVanillaOptions: false,
      enablePortfolioMarginTrading: false,
      enableFixApiTrade: false,
      enableFixReadOnly: false,
      enableSpotAndMarginTrading: permissions.includes('trade'),
    },
  }),
};
