// viewer-response: tells browsers to be careful with this site.
function handler(event) {
    var headers = event.response.headers;
    headers['strict-transport-security'] = {value: 'max-age=63072000; includeSubDomains; preload'};
    headers['content-security-policy'] = {value: "default-src 'self'; object-src 'none'; frame-ancestors 'none'"};
    headers['x-content-type-options'] = {value: 'nosniff'};
    headers['referrer-policy'] = {value: 'same-origin'};
    if (!headers['cache-control']) {
        headers['cache-control'] = {value: 'public, max-age=300'};
    }
    delete headers['x-powered-by'];
    return event.response;
}
