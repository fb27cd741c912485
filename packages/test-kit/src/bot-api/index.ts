export { htmlToText } from './html.js';
export { startBotApi } from './server.js';
export type {
  BotApi,
  BotApiCall,
  BotApiOptions,
  BotUpdate,
  Fault,
  FaultKind,
  PushedUpdate,
  TextMessage,
} from './types.js';
