// viewer-request: what is the same page has the same cache key. Parameters in the order of their names, those of advertisers away.
const IGNORED = /^(utm_.*|fbclid|gclid)$/;

function handler(event) {
    const request = event.request;
    const sorted = {};
    for (const name of Object.keys(request.querystring).sort()) {
        if (!IGNORED.test(name)) {
            sorted[name] = request.querystring[name];
        }
    }
    request.querystring = sorted;
    return request;
}
