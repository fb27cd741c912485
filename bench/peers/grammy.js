import { Bot } from 'grammy';

const { TOKEN, API_ROOT, TEXT } = process.env;

const bot = new Bot(TOKEN, { client: { apiRoot: API_ROOT } });
bot.on('message', (context) => context.reply(TEXT));
await bot.start();
