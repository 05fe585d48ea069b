// Strings of bytes (each character one byte, as the node's side takes them) from and to text, and from and to the encodings that
// CloudFront Functions know.
(function () {
    'use strict';
    const DIGITS = '0123456789abcdef';
    const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const fromCharCode = String.fromCharCode;
    const values = new Map();
    for (let i = 0; i < 64; i++) {
        values.set(BASE64[i], i);
    }
    values.set('-', 62);
    values.set('_', 63);

    function toUtf8(text) {
        let bytes = '';
        for (let i = 0; i < text.length; i++) {
            let point = text.charCodeAt(i);
            if (point < 0x80) {
                bytes += text[i];
                continue;
            }
            if (point >= 0xd800 && point < 0xe000) {
                const low = point < 0xdc00 ? text.charCodeAt(i + 1) : NaN;
                if (low >= 0xdc00 && low < 0xe000) {
                    point = (point - 0xd800) * 0x400 + low - 0xdc00 + 0x10000;
                    i++;
                } else {
                    point = 0xfffd;
                }
            }
            if (point < 0x800) {
                bytes += fromCharCode(0xc0 | point >> 6, 0x80 | point & 63);
            } else if (point < 0x10000) {
                bytes += fromCharCode(0xe0 | point >> 12, 0x80 | point >> 6 & 63, 0x80 | point & 63);
            } else {
                bytes += fromCharCode(0xf0 | point >> 18, 0x80 | point >> 12 & 63, 0x80 | point >> 6 & 63, 0x80 | point & 63);
            }
        }
        return bytes;
    }

    // As the WHATWG Encoding Standard decodes UTF-8: one replacement for each maximal part of a wrong sequence; null if that is fatal.
    function fromUtf8(bytes, fatal) {
        let text = '';
        for (let i = 0; i < bytes.length; i++) {
            const first = bytes.charCodeAt(i);
            if (first < 0x80) {
                text += bytes[i];
                continue;
            }
            const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
            let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
            let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
            let point = more === 1 ? first & 31 : more === 2 ? first & 15 : first & 7;
            let read = 0;
            while (read < more) {
                const next = bytes.charCodeAt(i + 1 + read);
                if (!(next >= low && next <= high)) {
                    break;
                }
                point = point << 6 | next & 63;
                low = 0x80;
                high = 0xbf;
                read++;
            }
            i += read;
            if (more === 0 || read < more) {
                if (fatal) {
                    return null;
                }
                text += '\ufffd';
            } else if (point < 0x10000) {
                text += fromCharCode(point);
            } else {
                text += fromCharCode(0xd800 + (point - 0x10000 >> 10), 0xdc00 + (point - 0x10000 & 0x3ff));
            }
        }
        return text;
    }

    function toHex(bytes) {
        let text = '';
        for (let i = 0; i < bytes.length; i++) {
            const byte = bytes.charCodeAt(i);
            text += DIGITS[byte >> 4] + DIGITS[byte & 15];
        }
        return text;
    }

    // Up to the first that is no pair of digits, as Node.js does.
    function fromHex(text) {
        let bytes = '';
        for (let i = 0; i + 1 < text.length; i += 2) {
            const high = DIGITS.indexOf(text[i].toLowerCase());
            const low = DIGITS.indexOf(text[i + 1].toLowerCase());
            if (high < 0 || low < 0) {
                break;
            }
            bytes += fromCharCode(high * 16 + low);
        }
        return bytes;
    }

    function toBase64(bytes) {
        let text = '';
        for (let i = 0; i < bytes.length; i += 3) {
            const three = bytes.charCodeAt(i) << 16 | bytes.charCodeAt(i + 1) << 8 | bytes.charCodeAt(i + 2);
            text += BASE64[three >> 18] + BASE64[three >> 12 & 63]
                + (i + 1 < bytes.length ? BASE64[three >> 6 & 63] : '=')
                + (i + 2 < bytes.length ? BASE64[three & 63] : '=');
        }
        return text;
    }

    function toBase64url(bytes) {
        let text = toBase64(bytes);
        while (text.endsWith('=')) {
            text = text.slice(0, -1);
        }
        return text.replaceAll('+', '-').replaceAll('/', '_');
    }

    // Either alphabet, what belongs to neither is passed over, up to the padding, as Node.js does.
    function fromBase64(text) {
        let bytes = '';
        let bits = 0;
        let count = 0;
        for (let i = 0; i < text.length && text[i] !== '='; i++) {
            const value = values.get(text[i]);
            if (value !== undefined) {
                bits = bits << 6 | value;
                count += 6;
                if (count >= 8) {
                    count -= 8;
                    bytes += fromCharCode(bits >> count & 255);
                    bits &= (1 << count) - 1;
                }
            }
        }
        return bytes;
    }

    function named(encoding) {
        const name = encoding === undefined || encoding === null ? 'utf8' : String(encoding).toLowerCase();
        switch (name) {
            case 'utf-8': return 'utf8';
            case 'binary': return 'latin1';
            case 'utf8': case 'hex': case 'base64': case 'base64url': case 'latin1': case 'ascii': return name;
            default: return undefined;
        }
    }

    function known(encoding) {
        const name = named(encoding);
        if (name === undefined) {
            throw new TypeError('Unknown encoding: "' + encoding + '"');
        }
        return name;
    }

    function narrow(text) {
        let bytes = '';
        for (let i = 0; i < text.length; i++) {
            bytes += fromCharCode(text.charCodeAt(i) & 255);
        }
        return bytes;
    }

    function encode(bytes, encoding) {
        switch (known(encoding)) {
            case 'hex': return toHex(bytes);
            case 'base64': return toBase64(bytes);
            case 'base64url': return toBase64url(bytes);
            case 'latin1': return bytes;
            case 'ascii': {
                let text = '';
                for (let i = 0; i < bytes.length; i++) {
                    text += fromCharCode(bytes.charCodeAt(i) & 127);
                }
                return text;
            }
            default: return fromUtf8(bytes, false);
        }
    }

    function decode(text, encoding) {
        switch (known(encoding)) {
            case 'hex': return fromHex(text);
            case 'base64': case 'base64url': return fromBase64(text);
            case 'latin1': case 'ascii': return narrow(text);
            default: return toUtf8(text);
        }
    }

    function ofArray(array) {
        let bytes = '';
        for (let i = 0; i < array.length; i++) {
            bytes += fromCharCode(array[i] & 255);
        }
        return bytes;
    }

    // The bytes of what crypto takes: text, or anything that is a view of a buffer.
    function of(data, encoding) {
        if (typeof data === 'string') {
            return decode(data, encoding);
        }
        if (ArrayBuffer.isView(data)) {
            return ofArray(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        }
        if (data instanceof ArrayBuffer) {
            return ofArray(new Uint8Array(data));
        }
        throw new TypeError('data must be a string or a Buffer');
    }

    return {toUtf8, fromUtf8, toBase64, fromBase64, encode, decode, named, known, ofArray, of};
})
