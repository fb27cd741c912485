import type { EquityCurve } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Query } from '@neuratrade/service-kit';
import { type Askers, chatAnswers } from '../account-answers.js';
import type { Account } from '../accounts/service.js';
import { CURRENCY } from '../currency.js';
import type { Feature } from '../feature.js';
import { plain } from '../format/money.js';
import { type CurveQuery, curveQuery, stretchOf } from './query.js';
import type { Reconciler } from './reconcile/service.js';
import type { Recorder } from './recorder/recorder.js';
import type { CurvePoint, Equity } from './service.js';

const CURVE = '/api/v1/portfolio/equity';
const RECONCILE = '/api/v1/portfolio/reconcile';

/** What accounts were worth over time, and what explains it. The operator's are below the portfolio's path, whose guard stands before them. */
export function createEquityFeature(
  options: Askers & {
    readonly equity: Equity;
    readonly reconciler: Reconciler;
    readonly recorder: Recorder;
  },
): Feature {
  const { equity, reconciler, recorder, accounts } = options;
  const curve = async ({ id }: Account, query: Query): Promise<EquityCurve> => {
    const asked = curveQuery(query, Date.now());
    return curveBody(asked, await equity.between(id, asked));
  };
  const toChats = chatAnswers('equity', options, curve);
  return {
    guards: toChats.guards,
    routes: (router) => {
      toChats.routes(router);
      router.get(CURVE, async ({ query }, response) => {
        response.json(await curve(await accounts.of(query), query));
      });
      router.get(RECONCILE, async ({ query }, response) => {
        const asked = stretchOf(query);
        response.json(await reconciler.reconcile(await accounts.of(query), asked));
      });
    },
    open: recorder.open,
    close: recorder.close,
  };
}

function curveBody({ from, to, stepMs }: CurveQuery, points: readonly CurvePoint[]): EquityCurve {
  return {
    currency: CURRENCY,
    from: timestamp(from),
    to: timestamp(to),
    step_seconds: stepMs / 1_000,
    points: points.map(({ at, equity, cash, exposure, unrealized, partial, low, flows }) => ({
      at: timestamp(at),
      equity: plain(equity),
      available_balance: plain(cash),
      exposure: plain(exposure),
      unrealized_pnl: plain(unrealized),
      partial,
      low: plain(low),
      flows: flows && plain(flows),
    })),
  };
}

function timestamp(at: number): string {
  return formatTimestamp(new Date(at));
}
