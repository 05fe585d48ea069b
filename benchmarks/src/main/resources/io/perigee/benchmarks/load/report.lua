-- With a number as argument: asks for that many paths below the URL's own, /0 and on, with a large step so that none follows its neighbour,
-- each time from another one on, so that a short run does not ask for the same few as the one before.
init = function(args)
    local objects = tonumber(args[1] or "1")
    if objects > 1 then
        local requests = {}
        for i = 0, objects - 1 do
            requests[i] = wrk.format("GET", wrk.path .. "/" .. i)
        end
        math.randomseed(os.time())
        local at = math.random(0, objects - 1)
        request = function()
            at = (at + 7919) % objects
            return requests[at]
        end
    end
end

-- Makes wrk end with one line that a program can read, with more percentiles than it shows people.
done = function(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        "perigee requests=%d bytes=%d micros=%d connect=%d read=%d write=%d status=%d timeout=%d p50=%d p99=%d p999=%d\n",
        summary.requests, summary.bytes, summary.duration,
        errors.connect, errors.read, errors.write, errors.status, errors.timeout,
        latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
