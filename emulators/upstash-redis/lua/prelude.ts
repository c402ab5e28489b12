/**
 * What Redis sets up before a script. It gets the two functions that JavaScript provides: `command(...)`
 * returns whether it failed and the reply, `sha1(text)` the hexadecimal digest.
 */
export const PRELUDE = `
local command, sha1 = ...
redis = {
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
  call = function(...)
    local failed, reply = command(...)
    if failed then error(reply, 0) end
    return reply
  end,
  pcall = function(...)
    local _, reply = command(...)
    return reply
  end,
  sha1hex = function(text) return sha1(text) end,
  status_reply = function(text) return { ok = text } end,
  error_reply = function(text)
    if not string.find(text, '^%-?%u+ ') then text = 'ERR ' .. text end
    return { err = (string.gsub(text, '^%-', '')) }
  end,
  log = function() end,
  setresp = function() end,
  replicate_commands = function() return true end,
}
KEYS = {}
ARGV = {}
print, dofile, loadfile, coroutine = nil, nil, nil, nil
local readonly = function(_, name)
  error('Attempt to modify a readonly table script: ' .. tostring(name), 2)
end
setmetatable(_G, {
  __index = function(_, name)
    error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
  end,
  __newindex = readonly,
})
`;
