-- Walks over a list of addresses; every fourth article is asked for conditionally.
local paths, number, known, page = {}, 0, "", ""

function init(words)
  known, page = words[2], words[3]
  for path in io.lines(words[1]) do paths[#paths + 1] = path end
end

function request()
  number = number + 1
  local path = paths[number * 7 % #paths + 1]
  local headers = {}
  if number % 3 > 0 then headers["Accept-Encoding"] = "gzip" end
  if path == page and number % 4 == 0 then headers["If-None-Match"] = known end
  return wrk.format("GET", path, headers)
end
