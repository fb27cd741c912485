/** What Telegram takes: messages a second from a bot, a minute into a group; one a second into a chat. */
export const PACE = { secondMs: 1_000, minuteMs: 60_000, mostASecond: 30, mostInAGroup: 20 } as const;
