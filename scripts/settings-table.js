import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commonSettings, describeEnv } from '../packages/service-kit/dist/index.js';

const FILE = fileURLToPath(new URL('../README.md', import.meta.url));
const START = '<!-- settings: written by make docs -->';
const END = '<!-- end of settings -->';
const SERVICES = [
  ['backend-api', '../apps/backend-api/dist/config.js'],
  ['ccxt-service', '../apps/ccxt-service/dist/config.js'],
  ['telegram-service', '../apps/telegram-service/dist/config.js'],
  ['exchange-simulator', '../packages/exchange-simulator/dist/config.js'],
  ['gateway', '../packages/gateway/dist/config/settings.js'],
];

function rows(table) {
  return describeEnv(table).map(
    (row) =>
      `| \`${row.name}\` | ${row.default === '' ? '' : `\`${row.default}\``} | ${row.description}${row.secret ? ' (secret)' : ''} |`,
  );
}

function section(title, table) {
  return [`### ${title}`, '', '| Variable | Default | What it is |', '|---|---|---|', ...rows(table), ''];
}

async function tables() {
  const sections = [section('Every service', commonSettings)];
  for (const [name, module] of SERVICES) {
    const { settingsTable, gatewaySettings = settingsTable } = await import(module);
    const own = Object.entries(gatewaySettings).filter(([key, value]) => commonSettings[key] !== value);
    sections.push(section(name, Object.fromEntries(own)));
  }
  return ['', ...sections.flat()].join('\n');
}

const before = readFileSync(FILE, 'utf8');
const [head, rest] = before.split(START);
const [, tail] = rest.split(END);
const fresh = `${head}${START}\n${await tables()}\n${END}${tail}`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, fresh);
} else if (before !== fresh) {
  console.error('The settings in README.md are stale. Run: make docs');
  process.exit(1);
}
