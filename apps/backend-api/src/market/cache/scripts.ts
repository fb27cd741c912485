import { redisScript } from '../../platform/redis/client.js';

/** Milliseconds by Redis's clock, the only one that all replicas share; and counters that no foreign value can break. */
export const LUA_COMMON = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function whole(number) return string.format('%.0f', number) end
local function keep(key, kind)
  local is = redis.call('TYPE', key).ok
  if is ~= kind and is ~= 'none' then redis.call('DEL', key) end
end
local function add(key, field, count)
  local stored = tonumber(redis.call('HGET', key, field) or 0) or 0
  redis.call('HSET', key, field, whole(math.max(stored, 0) + count))
end
local function left(totals, hours, namespace, count)
  if count == 0 then return end
  keep(totals, 'hash')
  keep(hours, 'hash')
  add(totals, namespace .. '/evictions', count)
  add(hours, whole(math.floor(now / 3600000)) .. '/' .. namespace .. '/evictions', count)
end
`;

/**
 * Stores entries, lists them with their expiry, drops what is over the limit, and gives back the right to load.
 * Keys: index, totals, hours, lock. Arguments: token, entry prefix, namespace, TTL in ms, limit, then key and text of each.
 */
export const STORE = redisScript(`${LUA_COMMON}
local index, totals, hours, lock = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, prefix, namespace, ttl, limit = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
if redis.pcall('GET', lock) == token then redis.call('DEL', lock) end
local gone = 0
keep(index, 'zset')
for i = 6, #ARGV, 2 do
  local listed = redis.call('ZSCORE', index, ARGV[i])
  if listed and redis.call('EXISTS', prefix .. ARGV[i]) == 0 then gone = gone + 1 end
  redis.call('SET', prefix .. ARGV[i], ARGV[i + 1], 'PX', ttl)
  redis.call('ZADD', index, now + ttl, ARGV[i])
end
local over = redis.call('ZCARD', index) - limit
if over > 0 then
  local out = redis.call('ZPOPMIN', index, math.min(over, 500))
  for i = 1, #out, 2 do
    redis.call('DEL', prefix .. out[i])
    gone = gone + 1
  end
end
left(totals, hours, namespace, gone)
`);

/**
 * What somebody who needs a newer entry should do. Keys: entry, lock, failure.
 * Arguments: token, lock in ms, the time that an entry must be newer than, the failure known before, how many ms of a failure's life count.
 * Answers: the newer entry, a failure of whoever tried, the right to load, or that somebody else has it.
 */
export const CLAIM = redisScript(`
local stored = redis.pcall('GET', KEYS[1])
if type(stored) == 'string' then
  local fetched = tonumber(string.match(stored, '^{"as_of":"[^"]*","fetched_at":(%d+),'))
  if fetched and fetched > tonumber(ARGV[3]) then return {'entry', stored} end
end
local failure = redis.pcall('GET', KEYS[3])
if type(failure) ~= 'string' then failure = '' end
if failure ~= '' and ARGV[4] ~= '?' and failure ~= ARGV[4] then return {'failed', failure} end
if failure ~= '' and redis.call('PTTL', KEYS[3]) > tonumber(ARGV[5]) then return {'failed', failure} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'yours'} end
if redis.pcall('GET', KEYS[2]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
  return {'yours'}
end
if redis.call('PTTL', KEYS[2]) == -1 then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
return {'taken', failure}
`);

/** Keeps the right to load. Keys: lock. Arguments: token, lock in ms. */
export const RENEW = redisScript(`
if redis.pcall('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
`);

/** Gives back the right to load, and says why it failed. Keys: lock, failure. Arguments: token, failure, its life in ms. */
export const FAIL = redisScript(`
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
`);
