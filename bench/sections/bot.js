import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from 'simple-statistics';
import { askBot, linkChats, startBareBot, startBot } from '../lib/bot.js';
import { burst } from '../lib/burst.js';
import { createFills, inventedSymbols } from '../lib/fills.js';
import { fixed, seconds as inSeconds, table, times, whole } from '../lib/format.js';
import { connectTo, createSender, pushAll, startLedger } from '../lib/ledger.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const MOST_MS = 50;
const MOST_WITH_PICTURE_MS = 400;
const OF_IDEAL = 1.2;
const DAY_MS = 86_400_000;
const DAYS = 30;
const FILLS = 1_200;
const CHATS = Array.from({ length: 60 }, (_, index) => 1_001 + index);
const BURST = { chats: 50, questions: 20 };
const QUICK_BURST = { chats: 50, questions: 4 };
const BARE = 'bare grammY';
const PER_SECOND = 20;
const PICTURES_PER_SECOND = 8;
const QUESTIONS_A_SECOND_OF_ROUND = 60;
const PICTURES_A_SECOND_OF_ROUND = 25;

export const bot = {
  title: 'The Telegram bot, from an update to its answer',
  about: [
    `telegram-service with its default settings and a warm backend behind it, on a Bot API on this machine: from the update to the call that answers it. Questions of ${CHATS.length} linked chats in turn,`,
    `${PER_SECOND} a second, ${PICTURES_PER_SECOND} of those with a picture, so that no limit of Telegram holds them up; an account with ${whole(FILLS / 2)} closed trades and ${whole(DAYS * 24)} points of its equity. *Bare grammY* is a`,
    'bot that answers every message with the same text and asks nobody, on the same Bot API.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const ledger = await startLedger(cleanup);
    const [backend] = ledger.backends;
    const sender = cleanup.use(createSender(backend.url));
    await fill(cleanup, ledger, sender);
    await linkChats(sender, backend, CHATS);
    const ours = await startBot(cleanup, backend);
    const bare = await startBareBot(cleanup, 'The same as ever.');
    const plain = {
      method: 'sendMessage',
      perSecond: PER_SECOND,
      count: seconds * QUESTIONS_A_SECOND_OF_ROUND,
    };
    const drawn = {
      ...{ method: 'sendPhoto', perSecond: PICTURES_PER_SECOND },
      count: seconds * PICTURES_A_SECOND_OF_ROUND,
    };
    const subjects = {
      '/quests': { telegram: ours, text: '/quests', ...plain },
      '/trades': { telegram: ours, text: '/trades', ...plain },
      '/performance': { telegram: ours, text: '/performance', ...drawn },
      [BARE]: { telegram: bare, text: '/quests', ...plain },
    };
    for (const subject of Object.values(subjects)) await sample({ ...subject, count: 20 });
    const results = await interleave(subjects, rounds, async (subject, { name, round }) => {
      const lasted = await sample(subject);
      const p99 = quantile(lasted, 0.99);
      say(`round ${round + 1}: ${name}: p99 ${fixed(p99)} ms`);
      return { answers: lasted.length, p50: quantile(lasted, 0.5), p99 };
    });
    await sleep(2_000);
    const { chats, questions } = seconds > 1 ? BURST : QUICK_BURST;
    const rush = await burst(ours, CHATS.slice(0, chats), questions);
    return {
      text: [
        resultTable(results),
        'A burst: every chat asks all its questions at once, and the Bot API refuses what is faster than 30 messages a second, or one a second in a chat.',
        burstTable(rush),
      ],
      targets: [...judge(results), ...judgeBurst(rush)],
    };
  },
};

async function fill(cleanup, { database }, sender) {
  const startsAt = Date.now() - DAYS * DAY_MS;
  const everyMs = Math.floor((DAYS * DAY_MS) / FILLS);
  const next = createFills({ symbols: inventedSymbols(10), startsAt, everyMs });
  await pushAll(sender, 'main', 'bot', next(FILLS));
  await sender.send('PUT', '/api/v1/accounts/main/exchanges/bot/balance', { USDT: '10000' });
  const client = await connectTo(cleanup, database);
  await client.query(
    `INSERT INTO equity_snapshots (account_id, at, equity, cash, exposure, unrealized, open_fees, partial)
     SELECT accounts.id, now() - make_interval(hours => n), worth, worth, 0, 0, 0, false
     FROM accounts, generate_series(1, $1) AS n, LATERAL (SELECT round((10000 + 900 * sin(n / 40.0) + 120 * sin(n / 3.0))::numeric, 2) AS worth) AS made
     WHERE accounts.name = 'main' ON CONFLICT DO NOTHING`,
    [DAYS * 24],
  );
}

/** Milliseconds from each of so many updates to its answer. */
async function sample({ telegram, text, method, perSecond, count }) {
  const lasted = [];
  for (let n = 0; n < count; n++) {
    const next = sleep(1_000 / perSecond);
    const answer = await askBot(telegram, CHATS[n % CHATS.length], text);
    if (answer.method !== method)
      throw new Error(`${text} was answered by ${answer.method}: ${answer.payload.text}`);
    lasted.push(answer.ms);
    await next;
  }
  return lasted;
}

function resultTable(results) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    whole(rounds.reduce((sum, { answers }) => sum + answers, 0)),
    fixed(medianOf(rounds, 'p50')),
    fixed(medianOf(rounds, 'p99')),
    times(ratioOf(rounds, results[BARE], 'p50')),
    times(ratioOf(rounds, results[BARE], 'p99')),
  ]);
  return table([['', 'answers', 'p50 ms', 'p99 ms', 'p50 of bare', 'p99 of bare'], ...rows]);
}

function burstTable({ asked, answered, lastedMs, idealMs, refused }) {
  return table(
    [
      ['questions', 'answers', 'took s', 'at that pace s', 'refused by 429'],
      [whole(asked), whole(answered), inSeconds(lastedMs), inSeconds(idealMs), whole(refused)],
    ],
    { left: 0 },
  );
}

function judge(results) {
  const below = (name, what, most) => {
    const p99 = medianOf(results[name], 'p99');
    return {
      what: `p99 from an update to the answer of \`${name}\`${what} is below ${most} ms`,
      measured: `${fixed(p99)} ms`,
      passed: p99 < most,
    };
  };
  return [
    below('/quests', '', MOST_MS),
    below('/trades', '', MOST_MS),
    below('/performance', ', with its picture,', MOST_WITH_PICTURE_MS),
  ];
}

function judgeBurst({ asked, answered, incomplete, outOfOrder, lastedMs, idealMs }) {
  const ratio = lastedMs / idealMs;
  return [
    {
      what: `Each of ${whole(asked)} questions that come at once is answered, once`,
      measured: `${whole(answered)} answers`,
      passed: answered === asked && incomplete === 0,
    },
    {
      what: 'They are answered in order in each chat',
      measured: `${whole(outOfOrder)} chats out of order`,
      passed: outOfOrder === 0,
    },
    {
      what: `They are answered in at most ${OF_IDEAL} × the time that this pace takes`,
      measured: fixed(ratio),
      passed: ratio <= OF_IDEAL,
    },
  ];
}
