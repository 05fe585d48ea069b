// Calls of the handler: the event comes in as JSON, what the handler made of it goes out as JSON. What it left of the message as it was does
// not go out at all. A call answers with '=' for a result or '!' for an error, then 'b' if it has used buffers worth a look at the heap, and then
// the text; and with nothing as long as a promise has not settled.
(function (handler, limits, cloudfront) {
    'use strict';
    const {nativeStringify, plain, parse, create, keys, isArray} = limits;
    const {then, resolve} = {then: Promise.prototype.then, resolve: Promise.resolve.bind(Promise)};
    const {apply} = {apply: Function.prototype.call.bind(Function.prototype.apply)};
    const {defineProperty} = Object;
    const BYTES_WORTH_A_LOOK = 262144;
    const NOTHING = {names: [], fields: create(null)};
    let answer = '';
    let before;

    function marked(sign, text) {
        return sign + (limits.bytes() < BYTES_WORTH_A_LOOK ? ' ' : 'b') + text;
    }

    function failed(error) {
        let text;
        try {
            text = error instanceof Error && typeof error.stack === 'string' ? error.stack : 'threw ' + String(error);
        } catch (hostile) {
            text = 'threw something that cannot be printed';
        }
        return marked('!', text.slice(0, 2048));
    }

    function isSingle(field) {
        return field.multiValue === undefined && field.attributes === undefined;
    }

    // What a part of the message said: the value of each name that has one, the JSON of the others.
    function remembered(part) {
        const names = keys(part);
        const fields = create(null);
        for (let i = 0; i < names.length; i++) {
            const field = part[names[i]];
            fields[names[i]] = isSingle(field) ? field.value : {json: nativeStringify(plain(field, limits.budget()))};
        }
        return {names, fields};
    }

    // Whether that is what was remembered of it. Nothing of a hostile answer goes out because of this: it only may be taken for what it was.
    function isSame(field, was, budget) {
        if (field === null || typeof field !== 'object' || was === undefined) {
            return false;
        }
        return typeof was === 'string'
            ? field.value === was && isSingle(field)
            : nativeStringify(plain(field, budget)) === was.json;
    }

    function isUnchanged(part, was, budget) {
        const names = keys(part);
        if (names.length !== was.names.length) {
            return false;
        }
        for (let i = 0; i < names.length; i++) {
            const name = names[i];
            if (name !== was.names[i] || !isSame(part[name], was.fields[name], budget)) {
                return false;
            }
        }
        return true;
    }

    function isPart(part) {
        return part !== null && typeof part === 'object' && !isArray(part);
    }

    // The headers that are not as they were, and the names of those that are gone: their order means nothing.
    function changedHeaders(part, was, budget) {
        const set = create(null);
        const names = keys(part);
        const present = create(null);
        let left = 0;
        let isChanged = false;
        for (let i = 0; i < names.length; i++) {
            const name = names[i];
            const field = part[name];
            if (isSame(field, was.fields[name], budget)) {
                present[name] = true;
                left++;
                continue;
            }
            budget.left -= name.length + 2;
            const copy = plain(field, budget);
            if (copy !== undefined) {
                set[name] = copy;
                isChanged = true;
                if (was.fields[name] !== undefined) {
                    present[name] = true;
                    left++;
                }
            }
        }
        const gone = create(null);
        if (left < was.names.length) {
            isChanged = true;
            for (let i = 0; i < was.names.length; i++) {
                if (present[was.names[i]] === undefined) {
                    gone[was.names[i]] = true;
                }
            }
        }
        if (!isChanged) {
            return undefined;
        }
        const out = create(null);
        out.set = set;
        out.gone = gone;
        return out;
    }

    function result(value) {
        const out = create(null);
        if (value === null || typeof value !== 'object') {
            out.kind = value === null ? 'null' : typeof value;
            return marked('=', nativeStringify(out));
        }
        const isResponse = value.statusCode !== undefined;
        const budget = limits.budget();
        const given = before.isResponse === isResponse ? before : undefined;
        if (isResponse) {
            out.kind = 'response';
            out.statusCode = plain(value.statusCode, budget);
            out.statusDescription = plain(value.statusDescription, budget);
            out.body = plain(value.body, budget);
        } else {
            out.kind = 'request';
            out.method = plain(value.method, budget);
            out.uri = plain(value.uri, budget);
            out.querystring = changed(value.querystring, given && given.querystring, budget);
        }
        const headers = value.headers === undefined ? create(null) : value.headers;
        if (isPart(headers)) {
            out.headerChanges = changedHeaders(headers, given === undefined ? NOTHING : given.headers, budget);
        } else {
            out.headers = plain(headers, budget);
        }
        out.cookies = changed(value.cookies, given && given.cookies, budget);
        out.origin = cloudfront === undefined ? undefined : plain(cloudfront.chosen(), budget);
        return marked('=', nativeStringify(out));
    }

    function changed(part, was, budget) {
        if (part === undefined) {
            return create(null);
        }
        return was !== undefined && isPart(part) && isUnchanged(part, was, budget) ? undefined : plain(part, budget);
    }

    return {
        // rawQueryString is null where the target has no question mark.
        call(json, rawQueryString, edgeLocation, millis) {
            limits.begin(millis);
            const event = parse(json);
            const isResponse = event.response !== undefined;
            const message = isResponse ? event.response : event.request;
            before = {
                isResponse,
                querystring: isResponse ? undefined : remembered(message.querystring),
                headers: remembered(message.headers),
                cookies: remembered(message.cookies),
            };
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
    };
})
