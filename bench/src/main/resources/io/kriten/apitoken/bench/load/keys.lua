-- A key a request, each the next line of a file, and from the first again after the last.
-- Arguments: the file, the length of its lines, how many lines to skip, what precedes and what follows a key in a request
-- (\r and \n written so), and for how many milliseconds a connection rests before a request.
local keys, width, head, tail, rest
local block, at = "", 1
local LINES = 4096

local function unescape(text)
  return (text:gsub("\\r", "\r"):gsub("\\n", "\n"))
end

function init(args)
  keys = assert(io.open(args[1], "rb"))
  width = tonumber(args[2])
  keys:seek("set", tonumber(args[3]) * width)
  head, tail = unescape(args[4]), unescape(args[5])
  rest = tonumber(args[6])
  if rest == 0 then
    delay = nil
  end
end

local function key()
  if at > #block then
    block = keys:read(LINES * width)
    if not block then
      keys:seek("set", 0)
      block = keys:read(LINES * width)
    end
    at = 1
  end
  local from = at
  at = from + width
  return block:sub(from, from + width - 2)
end

function request()
  return head .. key() .. tail
end

function delay()
  return rest
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("done %d %d %d %d %d", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
