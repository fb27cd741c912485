import { redisScript } from '../../../platform/redis/client.js';
import { LUA_COMMON } from '../scripts.js';

/**
 * Adds a batch of counts, once however often it arrives, and tells all figures.
 * Keys: totals, hours, writers, then the index of each namespace. Arguments: writer, number of the batch, how many namespaces, their names,
 * then hour, field and count of each. Answers hits, misses, evictions and size of each namespace, then the time.
 */
export const FLUSH = redisScript(`${LUA_COMMON}
local totals, hours, writers = KEYS[1], KEYS[2], KEYS[3]
local writer, batch, namespaces = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
for i = 1, 3 do keep(KEYS[i], 'hash') end
if #ARGV > 3 + namespaces then
  local last = tonumber(string.match(redis.call('HGET', writers, writer) or '', '^%d+') or '0')
  if batch > last then
    redis.call('HSET', writers, writer, whole(batch) .. ' ' .. whole(now))
    for i = 4 + namespaces, #ARGV, 3 do
      add(totals, ARGV[i + 1], tonumber(ARGV[i + 2]))
      add(hours, ARGV[i] .. '/' .. ARGV[i + 1], tonumber(ARGV[i + 2]))
    end
  end
end
local function stored(field) return math.max(tonumber(redis.call('HGET', totals, field) or 0) or 0, 0) end
local figures = {}
for i = 1, namespaces do
  local name, index = ARGV[3 + i], KEYS[3 + i]
  keep(index, 'zset')
  figures[#figures + 1] = whole(stored(name .. '/hits'))
  figures[#figures + 1] = whole(stored(name .. '/misses'))
  figures[#figures + 1] = whole(stored(name .. '/evictions') + redis.call('ZCOUNT', index, '-inf', now))
  figures[#figures + 1] = whole(redis.call('ZCOUNT', index, '(' .. now, '+inf'))
end
figures[#figures + 1] = whole(now)
return figures
`);

/**
 * Counts entries that are listed and no longer there: expired, taken for memory, or deleted. Keys: index, totals, hours.
 * Arguments: entry prefix, namespace, TTL in ms, where to go on among those that should still be there, how many to look at.
 * Answers how many expired ones were looked at, and where to go on.
 */
export const SWEEP = redisScript(`${LUA_COMMON}
local index, totals, hours = KEYS[1], KEYS[2], KEYS[3]
local prefix, namespace, ttl, start, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
keep(index, 'zset')
local gone = 0
local function check(name, expired)
  if redis.call('EXISTS', prefix .. name) == 0 then
    gone = gone + redis.call('ZREM', index, name)
    return false
  end
  if expired then
    local rest = redis.call('PTTL', prefix .. name)
    redis.call('ZADD', index, now + (rest >= 0 and rest or ttl), name)
  end
  return true
end
local expired = redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, most)
for _, name in ipairs(expired) do check(name, true) end
local listed = redis.call('ZRANGE', index, start, start + most - 1)
local there = 0
for _, name in ipairs(listed) do
  if check(name, false) then there = there + 1 end
end
left(totals, hours, namespace, gone)
return {#expired, #listed < most and 0 or start + there}
`);
