// Calls of the handler: the event comes in as JSON, what the handler made of it goes out as JSON. A part of the message that the
// handler left as it was does not go out at all. What a call answers starts with '=' for a result, '!' for an error, and is empty as long as a
// promise has not settled.
(function (handler, limits, cloudfront) {
    'use strict';
    const {nativeStringify, plain, parse, create} = limits;
    const {then, resolve} = {then: Promise.prototype.then, resolve: Promise.resolve.bind(Promise)};
    const {apply} = {apply: Function.prototype.call.bind(Function.prototype.apply)};
    const {defineProperty} = Object;
    const PARTS = ['querystring', 'headers', 'cookies'];
    let answer = '';
    let before;

    function failed(error) {
        let text;
        try {
            text = error instanceof Error && typeof error.stack === 'string' ? error.stack : 'threw ' + String(error);
        } catch (hostile) {
            text = 'threw something that cannot be printed';
        }
        return '!' + text.slice(0, 2048);
    }

    function result(value) {
        if (value === null || typeof value !== 'object') {
            return '=' + nativeStringify({kind: value === null ? 'null' : typeof value});
        }
        const isResponse = value.statusCode !== undefined;
        const budget = limits.budget();
        const out = create(null);
        out.kind = isResponse ? 'response' : 'request';
        for (const name of isResponse ? ['statusCode', 'statusDescription', 'body'] : ['method', 'uri']) {
            out[name] = plain(value[name], budget);
        }
        const given = isResponse ? before.response : before.request;
        for (const name of PARTS) {
            if (isResponse && name === 'querystring') {
                continue;
            }
            const part = plain(value[name], budget);
            if (part === undefined) {
                out[name] = create(null);
            } else if (given === undefined || nativeStringify(part) !== given[name]) {
                out[name] = part;
            }
        }
        out.origin = cloudfront === undefined ? undefined : plain(cloudfront.chosen(), budget);
        return '=' + nativeStringify(out);
    }

    function remembered(message) {
        const parts = {};
        for (const name of PARTS) {
            parts[name] = nativeStringify(message[name]);
        }
        return parts;
    }

    return {
        // rawQueryString is null where the request has no query.
        call(json, rawQueryString, edgeLocation, millis) {
            limits.begin(millis);
            const event = parse(json);
            before = {request: remembered(event.request)};
            if (event.response !== undefined) {
                before.response = remembered(event.response);
            }
            defineProperty(event.request, 'rawQueryString', {value: () => rawQueryString === null ? undefined : rawQueryString});
            if (cloudfront !== undefined) {
                cloudfront.begin(parse(edgeLocation));
            }
            answer = '';
            try {
                const value = handler(event);
                if (value !== null && typeof value === 'object' && typeof value.then === 'function') {
                    apply(then, resolve(value), [
                        settled => {
                            try {
                                answer = result(settled);
                            } catch (error) {
                                answer = failed(error);
                            }
                        },
                        error => {
                            answer = failed(error);
                        },
                    ]);
                    return '';
                }
                return result(value);
            } catch (error) {
                return failed(error);
            }
        },
        answer: () => answer,
        bytes: limits.bytes,
    };
})
