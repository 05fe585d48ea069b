// The built-in modules and what is global: crypto, querystring, text encoders, base64, console, and what strings of 1.0 can do.
(function (version, bytes, Buffer, host, limits) {
    'use strict';
    const {defineProperty} = Object;
    const {toUtf8, fromUtf8} = bytes;
    const isNew = version !== '1.0';

    function global(name, value) {
        defineProperty(globalThis, name, {value, writable: true, configurable: true});
    }

    function method(holder, name, value) {
        defineProperty(holder, name, {value, writable: true, configurable: true});
    }

    // crypto: Node.js's createHash and createHmac for md5, sha1 and sha256.
    const ALGORITHMS = ['md5', 'sha1', 'sha256'];
    class Digest {
        #algorithm;
        #key;
        #data = '';
        #done = false;

        constructor(algorithm, key) {
            const name = String(algorithm).toLowerCase();
            if (!ALGORITHMS.includes(name)) {
                throw new TypeError('not supported algorithm: "' + algorithm + '"');
            }
            this.#algorithm = name;
            this.#key = key;
        }

        update(data, encoding) {
            if (this.#done) {
                throw new Error('Digest already called');
            }
            this.#data = limits.bound(this.#data + bytes.of(data, encoding));
            return this;
        }

        digest(encoding) {
            if (this.#done) {
                throw new Error('Digest already called');
            }
            const name = encoding === undefined || encoding === 'buffer' ? undefined : bytes.known(encoding);
            this.#done = true;
            const digest = host('digest', this.#algorithm, this.#key, this.#data);
            if (name !== undefined) {
                return bytes.encode(digest, name);
            }
            return isNew ? Buffer.from(digest, 'latin1') : digest;
        }
    }
    const crypto = {
        createHash: algorithm => new Digest(algorithm, null),
        createHmac: (algorithm, key) => new Digest(algorithm, bytes.of(key)),
    };

    // querystring: Node.js's.
    const UNESCAPED = /^[A-Za-z0-9\-_.!~*'()]*$/;
    function escape(text) {
        const plain = typeof text === 'string' ? text : String(text);
        if (UNESCAPED.test(plain)) {
            return plain;
        }
        let escaped = '';
        const all = toUtf8(plain);
        for (let i = 0; i < all.length; i++) {
            escaped += UNESCAPED.test(all[i]) ? all[i] : '%' + bytes.encode(all[i], 'hex').toUpperCase();
        }
        return escaped;
    }
    function unescape(text) {
        let all = '';
        const encoded = toUtf8(String(text));
        for (let i = 0; i < encoded.length; i++) {
            const code = encoded[i] === '%' ? encoded.slice(i + 1, i + 3) : '';
            if (/^[0-9A-Fa-f]{2}$/.test(code)) {
                all += String.fromCharCode(parseInt(code, 16));
                i += 2;
            } else {
                all += encoded[i];
            }
        }
        return fromUtf8(all, false);
    }
    function parse(text, separator, equal, options) {
        const parsed = Object.create(null);
        if (typeof text !== 'string' || text === '') {
            return parsed;
        }
        const between = separator || '&';
        const sign = equal || '=';
        const decode = options && options.decodeURIComponent || querystring.unescape;
        const maxKeys = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
        let parts = text.split(between);
        if (maxKeys > 0 && parts.length > maxKeys) {
            parts = parts.slice(0, maxKeys);
        }
        for (const part of parts) {
            if (part === '') {
                continue;
            }
            const at = part.indexOf(sign);
            const name = decode((at < 0 ? part : part.slice(0, at)).replaceAll('+', ' '));
            const value = at < 0 ? '' : decode(part.slice(at + sign.length).replaceAll('+', ' '));
            if (name in parsed) {
                parsed[name] = Array.isArray(parsed[name]) ? parsed[name].concat([value]) : [parsed[name], value];
            } else {
                parsed[name] = value;
            }
        }
        return parsed;
    }
    function stringify(object, separator, equal, options) {
        const between = separator || '&';
        const sign = equal || '=';
        const encode = options && options.encodeURIComponent || querystring.escape;
        const text = value => typeof value === 'string' || typeof value === 'boolean'
            || typeof value === 'number' && isFinite(value) ? encode(String(value)) : '';
        const parts = [];
        if (object !== null && typeof object === 'object') {
            for (const name of Object.keys(object)) {
                const value = object[name];
                for (const one of Array.isArray(value) ? value : [value]) {
                    parts.push(encode(name) + sign + text(one));
                }
            }
        }
        return parts.join(between);
    }
    const querystring = {escape, unescape, parse, stringify, decode: parse, encode: stringify};

    // What can be printed is short: CloudFront cuts a call's lines at 10 KB. What comes after that is not even put together.
    function shown(value) {
        if (typeof value === 'string') {
            return value;
        }
        if (value instanceof Error) {
            return String(value.stack || value);
        }
        try {
            return typeof value === 'object' && value !== null ? limits.stringify(value) || String(value) : String(value);
        } catch (notJson) {
            return String(value);
        }
    }
    function log(...values) {
        const room = limits.roomToPrint();
        if (room > 0) {
            const line = values.map(shown).join(' ').slice(0, room);
            limits.printed(line.length + 1);
            host('log', line);
        }
    }
    global('console', {log, error: log, warn: log, info: log, debug: log});

    if (isNew) {
        global('Buffer', Buffer);
        global('atob', text => {
            const compact = String(text).replace(/[\t\n\f\r ]/g, '').replace(/^((?:.{4})*.{2,3}?)={1,2}$/, '$1');
            if (/[^A-Za-z0-9+/]/.test(compact) || compact.length % 4 === 1) {
                throw new TypeError('invalid character');
            }
            return bytes.fromBase64(compact);
        });
        global('btoa', text => {
            const plain = String(text);
            for (let i = 0; i < plain.length; i++) {
                if (plain.charCodeAt(i) > 255) {
                    throw new TypeError('invalid character (>= U+00FF)');
                }
            }
            return bytes.toBase64(plain);
        });
    } else {
        const part = (text, start, end) => text.slice(start, end);
        method(String, 'bytesFrom', (source, encoding) =>
            typeof source === 'string' ? bytes.decode(source, encoding) : bytes.ofArray(source));
        method(String.prototype, 'bytesFrom', String.bytesFrom);
        method(String.prototype, 'fromBytes', function (start, end) { return part(String(this), start, end); });
        method(String.prototype, 'fromUTF8', function (start, end) { return fromUtf8(part(String(this), start, end), true); });
        method(String.prototype, 'toBytes', function (start, end) {
            const text = part(String(this), start, end);
            for (let i = 0; i < text.length; i++) {
                if (text.charCodeAt(i) > 255) {
                    return null;
                }
            }
            return text;
        });
        method(String.prototype, 'toUTF8', function (start, end) { return toUtf8(part(String(this), start, end)); });
    }

    global('TextEncoder', class TextEncoder {
        get encoding() { return 'utf-8'; }

        encode(text = '') {
            const all = toUtf8(String(text));
            const array = new Uint8Array(all.length);
            for (let i = 0; i < all.length; i++) {
                array[i] = all.charCodeAt(i);
            }
            return array;
        }

        encodeInto(text, target) {
            const source = String(text);
            let read = 0;
            let written = 0;
            while (read < source.length) {
                const step = source.codePointAt(read) > 0xffff ? 2 : 1;
                const one = toUtf8(source.slice(read, read + step));
                if (written + one.length > target.length) {
                    break;
                }
                for (let i = 0; i < one.length; i++) {
                    target[written++] = one.charCodeAt(i);
                }
                read += step;
            }
            return {read, written};
        }
    });
    global('TextDecoder', class TextDecoder {
        #fatal;
        #ignoreBOM;

        constructor(encoding = 'utf-8', options = {}) {
            if (!['utf-8', 'utf8'].includes(String(encoding).toLowerCase())) {
                throw new RangeError('The "' + encoding + '" encoding is not supported');
            }
            this.#fatal = Boolean(options.fatal);
            this.#ignoreBOM = Boolean(options.ignoreBOM);
        }

        get encoding() { return 'utf-8'; }
        get fatal() { return this.#fatal; }
        get ignoreBOM() { return this.#ignoreBOM; }

        decode(input) {
            const text = input === undefined ? '' : fromUtf8(bytes.of(input), this.#fatal);
            if (text === null) {
                throw new TypeError('The encoded data was not valid for encoding utf-8');
            }
            return text.charCodeAt(0) === 0xfeff && !this.#ignoreBOM ? text.slice(1) : text;
        }
    });
    for (const name of ['InternalError', 'MemoryError']) {
        global(name, {[name]: class extends Error {}}[name]);
        globalThis[name].prototype.name = name;
    }
    return {crypto, querystring};
})
