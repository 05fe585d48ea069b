// viewer-request: half of the visitors get the new version; who has a cookie stays where it says. Associate it at viewer-response as well: there it
// gives the cookie to those who have none.
const GROUPS = ['a', 'b'];

function group(request) {
    const cookie = request.cookies.group;
    if (cookie && GROUPS.includes(cookie.value)) {
        return cookie.value;
    }
    const header = request.headers['x-group'];
    return header ? header.value : undefined;
}

function handler(event) {
    const request = event.request;
    if (event.context.eventType === 'viewer-response') {
        const chosen = group(request);
        if (chosen && !request.cookies.group) {
            event.response.cookies.group = {value: chosen, attributes: 'Path=/; Max-Age=2592000; Secure'};
        }
        return event.response;
    }
    const chosen = group(request) || GROUPS[event.viewer.ip.charCodeAt(event.viewer.ip.length - 1) % 2];
    request.headers['x-group'] = {value: chosen};
    if (chosen === 'b') {
        request.uri = '/b' + request.uri;
    }
    return request;
}
