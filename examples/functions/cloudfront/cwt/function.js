// viewer-request: lets a request pass whose CBOR Web Token is good for it: made with the key that X-Cwt-Kid names in the key value store, for this
// host, not expired, and for this path.
import cf from 'cloudfront';

const store = cf.kvs();

// Claims by their numbers: RFC 8392, section 4, and those of a Common Access Token (CTA-5007).
const SUB = 2, AUD = 3, EXP = 4, NBF = 5, CATU = 401;
const PATH = 2, PREFIX = 1;

function check(claims, request) {
    const now = Date.now() / 1000;
    if (claims[EXP] !== undefined && claims[EXP] <= now) {
        throw new Error('expired');
    }
    if (claims[NBF] !== undefined && claims[NBF] > now) {
        throw new Error('not valid yet');
    }
    if (claims[AUD] !== undefined && claims[AUD] !== request.headers.host.value) {
        throw new Error('for ' + claims[AUD]);
    }
    const path = claims[CATU] && claims[CATU][PATH];
    if (path && !request.uri.startsWith(path[PREFIX])) {
        throw new Error('for ' + path[PREFIX]);
    }
}

async function handler(event) {
    const request = event.request;
    try {
        const key = await store.get(request.headers['x-cwt-kid'].value);
        const token = Buffer.from(request.headers['x-cwt-token'].value, 'base64url');
        const claims = cf.cwt.validateToken(token, {key}).payload;
        check(claims, request);
        request.headers['x-user'] = {value: claims[SUB]};
        delete request.headers['x-cwt-token'];
        return request;
    } catch (error) {
        console.log('refused: ' + error.message);
        return {statusCode: 401, statusDescription: 'Unauthorized'};
    }
}
