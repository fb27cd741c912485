import {
  type ExchangeErrorClass,
  type ExchangeProbe,
  exchangeConnectivitySchema,
} from '@neuratrade/health-contracts';
import { formatMs, formatOffset, plural } from '../../render/quantities.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { latencyOf } from '../facts/ask.js';
import { type Finding, failed, ok, skipped, warning } from '../finding.js';
import { keyRemedy, NEEDS_GATEWAY, noKey, processRemedy } from '../remedy.js';

export const exchanges: Check = {
  id: 'exchanges',
  async run(context) {
    if (context.state === undefined) return [skipped('exchanges', NEEDS_GATEWAY)];
    const answer = await context.connectivity();
    if (!answer.answered) {
      const row = await context.row('ccxt');
      const reason = row?.reason ?? answer.reason;
      return [
        failed('ccxt', reason, processRemedy(row, 'ccxt'), { reason }),
        skipped('exchanges', 'needs ccxt-service, which does not answer'),
      ];
    }
    const { status } = answer;
    const latency_ms = await latencyOf(`${context.url('ccxt')}/health`, answer);
    const service = ok('ccxt', `answers in ${formatMs(latency_ms)} (${context.url('ccxt')})`, { latency_ms });
    const parsed = exchangeConnectivitySchema.safeParse(answer.body);
    if (status === 401 && !context.env.SERVICE_API_KEY?.trim()) {
      return [service, skipped('exchanges', noKey('SERVICE_API_KEY'))];
    }
    if (status !== 200 || !parsed.success) return [refusal(status, context)];
    const { exchanges, configuration_problem: problem } = parsed.data;
    const file = problem === null ? [] : [notTakenOver(problem)];
    if (exchanges.length === 0) {
      const remedy =
        'Add one: neuratrade exchanges add NAME; or run on the simulator: neuratrade gateway stop, then neuratrade gateway start --demo.';
      return [service, ...file, failed('exchanges', 'no active exchanges', remedy, { exchanges: 0 })];
    }
    return [service, ...file, ...exchanges.map((exchange) => judgeExchange(exchange, context))];
  },
};

/** The latest change of exchanges.json has a mistake, so what stood there before is still in use. */
function notTakenOver(problem: string): Finding {
  const remedy = 'Mend it; it is taken over within seconds, without a restart.';
  return warning(
    'exchanges_configuration',
    `the exchanges before the last change are in use: ${problem}`,
    remedy,
    {
      problem,
    },
  );
}

function refusal(status: number, { given }: DoctorContext): Finding {
  if (status !== 401)
    return failed('ccxt', unexpected(status), 'See neuratrade gateway logs ccxt', { status });
  return failed('ccxt', 'refuses the SERVICE_API_KEY that is set here', keyRemedy('SERVICE_API_KEY', given), {
    status,
  });
}

function unexpected(status: number): string {
  return status === 200 ? 'unexpected answer' : `HTTP ${status}`;
}

const REMEDIES: Readonly<Record<ExchangeErrorClass, string>> = {
  network:
    "Check this machine's way to it: DNS, firewall, proxy. Its status page tells of an outage on its side.",
  timeout:
    "It answers too slowly or not at all: check this machine's network, then the exchange's status page.",
  rate_limited: 'Nothing to do: it is asked again when it allows. Other programs on this address count too.',
  auth: "Check the key in exchanges.json, its list of allowed addresses, and this machine's clock.",
  maintenance: "Nothing to do: it is asked again. The exchange's status page says until when.",
  bad_response:
    "Check that no proxy or captive portal answers in its place, then the exchange's status page.",
  unknown: 'See neuratrade gateway logs ccxt',
};

const ENDS_BY_ITSELF: readonly ExchangeErrorClass[] = ['maintenance', 'rate_limited'];

/** One exchange; what comes from the simulator is labelled so. */
export function judgeExchange(exchange: ExchangeProbe, { url }: Pick<DoctorContext, 'url'>): Finding {
  const { name, status, simulator, latency_ms, clock_offset_ms, consecutive_failures, error } = exchange;
  const id = `exchange.${name}`;
  const label = simulator && name !== 'simulator' ? ' (simulator)' : simulator ? ' (no real exchange)' : '';
  const values = {
    ...{ state: status, simulator, latency_ms, clock_offset_ms, consecutive_failures },
    ...{ error_class: error?.class ?? null, reason: error?.reason ?? null },
  };
  if (status === 'up') {
    const speed = latency_ms === null ? '' : ` in ${formatMs(latency_ms)}`;
    const clock = clock_offset_ms === null ? '' : `, its clock ${formatOffset(clock_offset_ms)}`;
    return ok(id, `answers${speed}${clock}${label}`, values);
  }
  if (status === 'unknown') {
    return warning(id, `not checked yet${label}`, 'Wait a moment, and run neuratrade doctor again.', values);
  }
  const { class: kind = 'unknown', reason = 'down' } = error ?? {};
  const text = `${reason} (${kind}, ${plural(consecutive_failures, 'failure')} in a row)${label}`;
  const remedy = simulator
    ? `End faults that were ordered: curl -X DELETE ${url('simulator')}/_sim/faults`
    : REMEDIES[kind];
  return ENDS_BY_ITSELF.includes(kind) ? warning(id, text, remedy, values) : failed(id, text, remedy, values);
}
