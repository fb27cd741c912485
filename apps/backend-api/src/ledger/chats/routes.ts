import {
  changeChatSchema,
  newCodeSchema,
  redeemCodeSchema,
  type Chats as ToldChats,
} from '@neuratrade/api-contracts';
import { bodyOf, given } from '@neuratrade/service-kit';
import type { Accounts } from '../accounts/service.js';
import type { Feature } from '../feature.js';
import { type LinkedChat, parseChatId, toldChat } from './chat.js';
import type { Codes } from './codes/service.js';
import type { Chats } from './service.js';

const PATH = '/api/v1/chats';
const FOR_SERVICES = '/api/v1/telegram/internal/chats';
const LINK = '/api/v1/telegram/internal/link';

/** The chats as an operator sees them and invites them in, and as the bot links, asks about and changes them. */
export function createChatsFeature({
  accounts,
  chats,
  codes,
}: {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Chats;
  readonly codes: Codes;
}): Feature {
  return {
    guards: (router, { admin, service }) => {
      router.use(PATH, admin);
      router.use(FOR_SERVICES, service);
      router.use(LINK, service);
    },
    routes: (router) => {
      router.get(PATH, async (_request, response) => {
        response.json(toldChats(await chats.list()));
      });
      router.post(`${PATH}/codes`, async (request, response) => {
        const { account } = bodyOf(newCodeSchema, request.body, '{"account":"main"}');
        response.status(201).json(await codes.create(account));
      });
      router.delete([`${PATH}/:chat_id`, `${FOR_SERVICES}/:chat_id`], async (request, response) => {
        await chats.unlink(chatIn(request.params));
        response.status(204).end();
      });
      router.get(FOR_SERVICES, async ({ query }, response) => {
        const account = given(query, 'account') === undefined ? undefined : await accounts.of(query);
        response.json(toldChats(await chats.list(account)));
      });
      router.get(`${FOR_SERVICES}/:chat_id`, async (request, response) => {
        response.json(toldChat(await chats.find(chatIn(request.params))));
      });
      router.patch(`${FOR_SERVICES}/:chat_id`, async (request, response) => {
        const chatId = chatIn(request.params);
        const change = bodyOf(changeChatSchema, request.body, '{"timezone":"Europe/Berlin"}');
        response.json(toldChat(await chats.change(chatId, change)));
      });
      router.post(LINK, async (request, response) => {
        const { code, chat_id } = bodyOf(redeemCodeSchema, request.body, '{"code":"…","chat_id":123456789}');
        response.json(await codes.redeem(code, chat_id));
      });
    },
  };
}

function chatIn({ chat_id: text }: Readonly<Record<string, string | string[] | undefined>>): number {
  return parseChatId(String(text));
}

function toldChats(chats: readonly LinkedChat[]): ToldChats {
  return { chats: chats.map(toldChat), count: chats.length };
}
