import type { Logger } from '@neuratrade/service-kit';
import { type Api, GrammyError } from 'grammy';
import type { Links } from '../links/links.js';
import { SORRY } from './answering.js';
import { describeError } from './failure.js';
import { type Place, type Presented, present, type ReadyAnswer } from './present.js';

export interface DeliveryTools {
  readonly api: Api;
  readonly links: Pick<Links, 'moved'>;
  readonly logger: Logger;
}

/**
 * Brings an answer into its chat. A group that became a supergroup is answered there. An answer that Telegram does not take for what it
 * is, is logged, and sent without its picture, or replaced by a few words.
 *
 * @throws what grammY throws for anything else
 */
export async function deliver(ready: ReadyAnswer, place: Place, tools: DeliveryTools): Promise<Presented> {
  const { api, links, logger } = tools;
  try {
    return await present(api, ready, place);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    const { migrate_to_chat_id: movedTo } = error.parameters;
    if (movedTo !== undefined) {
      links.moved(place.chatId, movedTo);
      return present(api, ready, { chatId: movedTo });
    }
    if (ready.picture === undefined && NO_SUCH_CHAT.test(error.description)) throw error;
    logger.error('Answer refused', { command: ready.asked.command, error: describeError(error) });
    const anew = { ...place, shown: undefined };
    if (ready.picture !== undefined) return deliver({ ...ready, picture: undefined }, anew, tools);
    return present(api, { ...ready, answer: { blocks: [SORRY] } }, anew);
  }
}

/** Refusals that no other words would change. */
const NO_SUCH_CHAT =
  /chat not found|not enough rights|have no rights|chat_write_forbidden|topic_closed|thread not found/i;
