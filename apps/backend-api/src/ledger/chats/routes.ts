import { newCodeSchema, redeemCodeSchema, type Chats as ToldChats } from '@neuratrade/api-contracts';
import { bodyOf } from '../../platform/body.js';
import type { Feature } from '../feature.js';
import { parseChatId, toldChat } from './chat.js';
import type { Codes } from './codes/service.js';
import type { Chats } from './service.js';

const PATH = '/api/v1/chats';
const LINK = '/api/v1/telegram/internal/link';

/** The chats as an operator sees them and invites them in, and as the bot links them. */
export function createChatsFeature({
  chats,
  codes,
}: {
  readonly chats: Chats;
  readonly codes: Codes;
}): Feature {
  return {
    guards: (router, { admin, service }) => {
      router.use(PATH, admin);
      router.use(LINK, service);
    },
    routes: (router) => {
      router.get(PATH, async (_request, response) => {
        const told = (await chats.list()).map(toldChat);
        response.json({ chats: told, count: told.length } satisfies ToldChats);
      });
      router.post(`${PATH}/codes`, async (request, response) => {
        const { account } = bodyOf(newCodeSchema, request.body, '{"account":"main"}');
        response.status(201).json(await codes.create(account));
      });
      router.delete(`${PATH}/:chat_id`, async (request, response) => {
        await chats.unlink(parseChatId(request.params.chat_id));
        response.status(204).end();
      });
      router.post(LINK, async (request, response) => {
        const { code, chat_id } = bodyOf(redeemCodeSchema, request.body, '{"code":"…","chat_id":123456789}');
        response.json(await codes.redeem(code, chat_id));
      });
    },
  };
}
