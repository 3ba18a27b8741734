-- The generic cell rate algorithm. The key holds when the next permit would be due if they all came evenly; a burst may be
-- ahead of that. Times are whole microseconds of the server's clock, which numbers of Lua hold exactly.
-- The answer is how long to wait, and zero is a permit.
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local function keep(due)
  local milliseconds = math.ceil((due - now) / 1000)
  redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', string.format('%.0f', milliseconds))
end

local due = now
local stored = redis.call('GET', KEYS[1])
if stored then
  due = tonumber(stored)
  if not due or due ~= due then
    return redis.error_reply('ERR the key of the rate limit holds something else')
  end
  due = math.max(math.floor(due), now)
end

-- Further ahead only a larger burst can have put it, or a clock that was. It has to be kept, or the wait would begin anew
-- each time.
local furthest = now + interval * burst
if due > furthest then
  due = furthest
  keep(due)
end

local wait = due - interval * (burst - 1) - now
if wait > 0 then
  return wait
end
keep(due + interval)
return 0
