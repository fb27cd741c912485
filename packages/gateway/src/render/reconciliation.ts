import type { Reconciliation } from '@neuratrade/api-contracts';
import { Decimal } from 'decimal.js';
import pc from 'picocolors';
import { amount, result } from './money.js';
import { renderTable } from './table.js';

/** What explains how the worth of an account changed, as a sum, and what is left that nothing explains. */
export function renderReconciliation(account: string, reconciliation: Reconciliation): string {
  const { currency, from, to, unknown_cost, unpriced, residual } = reconciliation;
  const fees = new Decimal(reconciliation.open_fees_change).negated().toFixed();
  const table = renderTable(
    ['EQUITY', currency],
    [
      [`at ${from}`, amount(reconciliation.equity_from)],
      ['realised, after fees', result(reconciliation.realized_pnl)],
      ['unrealised, change', result(reconciliation.unrealized_change)],
      ['fees and funding of what is open', result(fees)],
      ['deposits less withdrawals', result(reconciliation.flows)],
      [pc.bold('not explained'), result(residual)],
      [`at ${to}`, amount(reconciliation.equity_to)],
    ],
    [currency],
  );
  return [
    `Reconciliation of ${account}: equity changed by ${result(reconciliation.equity_change)} ${currency}`,
    '',
    table,
    ...(unknown_cost.length === 0
      ? []
      : [
          '',
          `What is held of ${unknown_cost.join(', ')} beyond the known fills has an unknown cost: changes of its price are not explained.`,
        ]),
    ...(unpriced.length === 0
      ? []
      : ['', pc.yellow(`In no sum while they have no price: ${unpriced.join(', ')}`)]),
  ].join('\n');
}
