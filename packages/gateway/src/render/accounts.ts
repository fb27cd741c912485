import type { Account } from '@neuratrade/api-contracts';
import { renderTable } from './table.js';

export function renderAccounts(accounts: readonly Account[]): string {
  return renderTable(
    ['ACCOUNT', 'ADDED'],
    accounts.map(({ name, created_at }) => [name, created_at]),
  );
}

/** What an account that was just added is good for. */
export function renderAdded({ name }: Account): string {
  return [
    `Account ${name} is added.`,
    `Give it an exchange: neuratrade exchanges add NAME --account ${name}`,
    `Link a Telegram chat to it: neuratrade telegram link --account ${name}`,
    'From now on only chats that are linked get figures, those of main too: neuratrade telegram link',
  ].join('\n');
}
