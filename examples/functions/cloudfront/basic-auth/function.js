// viewer-request: asks for a name and a password. What is compared is a hash, so that the code does not tell the password.
import crypto from 'crypto';

const USERS = {
    alice: 'a71a7c7011f53a1bab3642ec2ce12593f05230ace8de1e3e7645f69efac1443d',
};

function handler(event) {
    const authorization = event.request.headers.authorization;
    if (authorization && authorization.value.startsWith('Basic ')) {
        const [name, password] = Buffer.from(authorization.value.slice(6), 'base64').toString().split(':');
        const hash = crypto.createHash('sha256').update(password || '').digest('hex');
        if (Object.keys(USERS).includes(name) && USERS[name] === hash) {
            delete event.request.headers.authorization;
            return event.request;
        }
    }
    return {
        statusCode: 401,
        statusDescription: 'Unauthorized',
        headers: {'www-authenticate': {value: 'Basic realm="example"'}},
        body: 'Who are you?',
    };
}
