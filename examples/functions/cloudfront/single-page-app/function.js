// viewer-request: all paths that name no file are the application's own, and get its page.
function handler(event) {
    var request = event.request;
    var last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
    if (!last.includes('.')) {
        request.uri = '/index.html';
    }
    return request;
}
