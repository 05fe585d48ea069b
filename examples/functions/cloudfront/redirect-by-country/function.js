// viewer-request: sends visitors from some countries to the part of the site in their language. The behavior's origin request policy
// must name CloudFront-Viewer-Country.
var PATHS = {DE: '/de', AT: '/de', CH: '/de', FR: '/fr', JP: '/ja'};

function handler(event) {
    var request = event.request;
    var country = request.headers['cloudfront-viewer-country'];
    var path = country && PATHS[country.value];
    if (!path || request.uri === path || request.uri.startsWith(path + '/') || request.cookies['no-redirect']) {
        return request;
    }
    return {
        statusCode: 302,
        statusDescription: 'Found',
        headers: {
            location: {value: 'https://' + request.headers.host.value + path + request.uri},
            'cache-control': {value: 'no-store'},
        },
    };
}
