import type { KeyPermissions } from '@neuratrade/api-contracts';
import { z } from 'zod';

/** How to ask an exchange what a key may do; signed with that key. */
interface PermissionQuestion {
  /** ccxt's name of the endpoint. */
  readonly call: string;
  /** Reads the answer; throws where it has not the form that the exchange documents. */
  readonly read: (answer: unknown) => KeyPermissions;
}

const binance = z.object({
  enableReading: z.boolean(),
  enableWithdrawals: z.boolean(),
  enableInternalTransfer: z.boolean().default(false),
  permitsUniversalTransfer: z.boolean().default(false),
  enableSpotAndMarginTrading: z.boolean(),
  enableMargin: z.boolean().default(false),
  enableFutures: z.boolean().default(false),
  enableVanillaOptions: z.boolean().default(false),
  enablePortfolioMarginTrading: z.boolean().default(false),
  enableFixApiTrade: z.boolean().default(false),
});

const readBinance = (answer: unknown): KeyPermissions => {
  const { enableReading, enableWithdrawals, enableInternalTransfer, permitsUniversalTransfer, ...trading } =
    binance.parse(answer);
  return {
    read: enableReading,
    trade: Object.values(trading).some((allowed) => allowed),
    withdraw: enableWithdrawals || enableInternalTransfer || permitsUniversalTransfer,
  };
};

const bybit = z.object({
  result: z.object({
    readOnly: z.coerce.number().int().min(0).max(1),
    permissions: z.record(z.string(), z.array(z.string()).nullable()),
  }),
});

const readBybit = (answer: unknown): KeyPermissions => {
  const { readOnly, permissions } = bybit.parse(answer).result;
  const granted = Object.values(permissions).flatMap((list) => list ?? []);
  return {
    read: granted.length > 0,
    trade: readOnly === 0 && granted.some((permission) => permission !== 'Withdraw'),
    withdraw: readOnly === 0 && granted.includes('Withdraw'),
  };
};

const okx = z.object({ data: z.tuple([z.object({ perm: z.string().min(1) })]) });

const readOkx = (answer: unknown): KeyPermissions => {
  const granted = words(okx.parse(answer).data[0].perm);
  return {
    read: granted.includes('read_only'),
    trade: granted.includes('trade'),
    withdraw: granted.includes('withdraw'),
  };
};

const kucoin = z.object({ data: z.object({ permission: z.string().min(1) }) });

const readKucoin = (answer: unknown): KeyPermissions => {
  const granted = words(kucoin.parse(answer).data.permission.toLowerCase());
  const moves = granted.filter((permission) => /withdraw|transfer/.test(permission));
  return {
    read: granted.includes('general'),
    trade: granted.some((permission) => permission !== 'general' && !moves.includes(permission)),
    withdraw: moves.length > 0,
  };
};

const bitget = z.object({ data: z.object({ authorities: z.array(z.string()) }) });
/** Rights that end in `w` write; these two move funds. */
const BITGET_MOVES = ['wtow', 'wwow'];

const readBitget = (answer: unknown): KeyPermissions => {
  const { authorities } = bitget.parse(answer).data;
  return {
    read: authorities.length > 0,
    trade: authorities.some((right) => /^(?:trade|p2p|...w)$/.test(right) && !BITGET_MOVES.includes(right)),
    withdraw: authorities.includes('trade')
      ? null
      : authorities.some((right) => BITGET_MOVES.includes(right)),
  };
};

const BINANCE: PermissionQuestion = { call: 'sapiGetAccountApiRestrictions', read: readBinance };
const OKX: PermissionQuestion = { call: 'privateGetAccountConfig', read: readOkx };
const KUCOIN: PermissionQuestion = { call: 'privateGetUserApiKey', read: readKucoin };

/** The exchanges that tell what a key may do. Source: the documentation of each exchange's API. */
export const PERMISSION_QUESTIONS: Readonly<Record<string, PermissionQuestion>> = {
  binance: BINANCE,
  binancecoinm: BINANCE,
  binanceusdm: BINANCE,
  simulator: BINANCE,
  bybit: { call: 'privateGetV5UserQueryApi', read: readBybit },
  okx: OKX,
  myokx: OKX,
  okxus: OKX,
  kucoin: KUCOIN,
  kucoinfutures: KUCOIN,
  bitget: { call: 'privateSpotGetV2SpotAccountInfo', read: readBitget },
};

function words(list: string): string[] {
  return list.split(',').map((word) => word.trim());
}
