-- Makes wrk end with one line that a program can read, with more percentiles than it shows people.
done = function(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        "perigee requests=%d bytes=%d micros=%d connect=%d read=%d write=%d status=%d timeout=%d p50=%d p99=%d p999=%d\n",
        summary.requests, summary.bytes, summary.duration,
        errors.connect, errors.read, errors.write, errors.status, errors.timeout,
        latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
