export { htmlToText, parseHtml } from './html.js';
export { startBotApi } from './server.js';
export type {
  BotApi,
  BotApiCall,
  BotApiOptions,
  BotUpdate,
  CallbackPress,
  ChatType,
  Fault,
  FaultKind,
  Pace,
  PushedUpdate,
  ShownMessage,
  TextMessage,
} from './types.js';
