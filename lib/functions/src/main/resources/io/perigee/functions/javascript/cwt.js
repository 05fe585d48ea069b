// cf.cwt of runtime 2.0: CBOR Web Tokens. The node reads and writes them; here arguments are looked at, and values brought from and to the
// node's notation (io.perigee.functions.cwt.Notation): JSON whose strings say with their first letter what they are.
(function (host, bytes, Buffer, limits) {
    'use strict';
    const MAX_BYTES = 1024;
    const MAX_DEPTH = 14;
    const {isArray, keys, create, nativeStringify, parse, bound} = limits;
    const {isView} = ArrayBuffer;
    const {isFinite} = Number;
    const {getPrototypeOf, prototype} = Object;

    function object(value, what) {
        if (value === null || typeof value !== 'object') {
            throw new TypeError(what + ' must be an object');
        }
        return value;
    }

    function key(context, what) {
        const given = object(context, what).key;
        if (typeof given !== 'string' && !isView(given)) {
            throw new TypeError(what + '.key must be a string or a Buffer');
        }
        return bound(bytes.of(given));
    }

    function answered(answer) {
        if (answer[0] === '!') {
            throw new Error(answer.slice(1));
        }
        return answer.slice(1);
    }

    // In place: what was parsed is nobody else's.
    function revived(value) {
        if (typeof value === 'string') {
            const rest = value.slice(1);
            return value[0] === 's' ? rest : value[0] === 'b' ? Buffer.from(rest, 'latin1') : +rest;
        }
        if (value !== null && typeof value === 'object') {
            const names = keys(value);
            for (let i = 0; i < names.length; i++) {
                value[names[i]] = revived(value[names[i]]);
            }
        }
        return value;
    }

    // Every value and every character takes a byte of the token or more.
    function spend(room, count) {
        room.left -= count;
        if (room.left < 0) {
            throw new RangeError('the token would have more than ' + MAX_BYTES + ' bytes');
        }
    }

    function noted(value, path, room, depth) {
        spend(room, 1);
        switch (typeof value) {
            case 'boolean': return value;
            case 'number': return isFinite(value) ? value : 'n' + value;
            case 'string':
                spend(room, value.length);
                return 's' + value;
            case 'object': break;
            default: throw new TypeError(path + ' is of type ' + typeof value + ', which a token cannot hold');
        }
        if (value === null) {
            return null;
        }
        if (isView(value)) {
            spend(room, value.byteLength);
            return 'b' + bytes.of(value);
        }
        if (depth === 0) {
            throw new RangeError(path + ' is more than ' + MAX_DEPTH + ' levels deep');
        }
        if (isArray(value)) {
            spend(room, value.length);
            const copy = [];
            copy.toJSON = undefined;
            for (let i = 0; i < value.length; i++) {
                copy[i] = value[i] === undefined ? null : noted(value[i], path + '[' + i + ']', room, depth - 1);
            }
            return copy;
        }
        const parent = getPrototypeOf(value);
        if (parent !== null && parent !== prototype) {
            throw new TypeError(path + ' is neither a plain object nor an array nor a Buffer');
        }
        const copy = create(null);
        const names = keys(value);
        for (let i = 0; i < names.length; i++) {
            const one = value[names[i]];
            if (one !== undefined) {
                spend(room, 1);
                copy[names[i]] = noted(one, path + "['" + names[i] + "']", room, depth - 1);
            }
        }
        return copy;
    }

    // AWS's page names the headers as validateToken() gives them, its examples of generateToken() in short.
    function headers(token, name, short, room) {
        if (token[name] !== undefined && token[short] !== undefined) {
            throw new TypeError('payload has both ' + name + ' and ' + short);
        }
        const given = token[name] === undefined ? token[short] : token[name];
        return given === undefined ? create(null) : map(given, 'payload.' + name, room);
    }

    function map(value, path, room) {
        if (isArray(object(value, path)) || isView(value)) {
            throw new TypeError(path + ' must be an object');
        }
        return noted(value, path, room, MAX_DEPTH);
    }

    return {
        validateToken(token, handlerContext) {
            if (!isView(token)) {
                throw new TypeError('token must be a Buffer');
            }
            if (token.byteLength > MAX_BYTES) {
                throw new RangeError('token has ' + token.byteLength + ' bytes, expected ' + MAX_BYTES + ' or less');
            }
            return revived(parse(answered(host('cwt.validate', bytes.of(token), key(handlerContext, 'handlerContext')))));
        },
        // AWS's page gives the context first, its examples second.
        generateToken(one, other) {
            const isFirst = one !== null && typeof one === 'object' && one.coseTag !== undefined;
            const context = object(isFirst ? one : other, 'generatorContext');
            const token = object(isFirst ? other : one, 'payload');
            if (context.coseTag !== 'MAC0') {
                throw new TypeError('generatorContext.coseTag must be MAC0');
            }
            if (context.cwtTag !== undefined && typeof context.cwtTag !== 'boolean') {
                throw new TypeError('generatorContext.cwtTag must be a boolean');
            }
            const room = {left: MAX_BYTES};
            const said = create(null);
            said.protectedHeaders = headers(token, 'protectedHeaders', 'protected', room);
            said.unprotectedHeaders = headers(token, 'unprotectedHeaders', 'unprotected', room);
            said.payload = map(token.payload, 'payload.payload', room);
            return Buffer.from(answered(host('cwt.generate', nativeStringify(said), key(context, 'generatorContext'),
                context.cwtTag === true ? 'tagged' : '')), 'latin1');
        },
    };
})
