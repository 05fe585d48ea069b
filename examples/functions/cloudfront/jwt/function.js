// viewer-request: lets a request pass whose token (HS256) was signed with the secret of the key value store and has not expired.
import cf from 'cloudfront';
import crypto from 'crypto';

const store = cf.kvs();

function same(one, other) {
    let difference = one.length ^ other.length;
    for (let i = 0; i < one.length; i++) {
        difference |= one.charCodeAt(i) ^ other.charCodeAt(i % other.length);
    }
    return difference === 0;
}

function claims(token, secret) {
    const [header, payload, signature, rest] = token.split('.');
    if (!signature || rest !== undefined) {
        throw new Error('not a token');
    }
    if (JSON.parse(Buffer.from(header, 'base64url').toString()).alg !== 'HS256') {
        throw new Error('not signed with HS256');
    }
    const expected = crypto.createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
    if (!same(signature, expected)) {
        throw new Error('wrong signature');
    }
    const claimed = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (claimed.exp && Date.now() >= claimed.exp * 1000) {
        throw new Error('expired');
    }
    return claimed;
}

async function handler(event) {
    const request = event.request;
    const authorization = request.headers.authorization;
    try {
        const token = authorization ? authorization.value.replace(/^Bearer /, '') : request.querystring.jwt.value;
        const claimed = claims(token, await store.get('jwt.secret'));
        request.headers['x-user'] = {value: String(claimed.sub)};
        delete request.querystring.jwt;
        return request;
    } catch (error) {
        console.log('refused: ' + error.message);
        return {statusCode: 401, statusDescription: 'Unauthorized', headers: {'www-authenticate': {value: 'Bearer'}}};
    }
}
