/** An update as Telegram delivers it to a webhook: a command in a private chat. */
export function commandUpdate(id: number, chatId: number, command: `/${string}`) {
  return {
    update_id: id,
    message: {
      message_id: id,
      date: 1,
      chat: { id: chatId, type: 'private', first_name: 'Ada' },
      from: { id: chatId, is_bot: false, first_name: 'Ada' },
      text: command,
      entities: [{ type: 'bot_command', offset: 0, length: command.length }],
    },
  };
}
