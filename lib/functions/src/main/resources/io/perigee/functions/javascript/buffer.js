// Buffer as runtime 2.0 has it: the part of Node.js's that CloudFront documents.
(function (bytes) {
    'use strict';
    const typed = Uint8Array.prototype;

    function fill(array, text) {
        for (let i = 0; i < text.length; i++) {
            array[i] = text.charCodeAt(i);
        }
        return array;
    }

    function position(value, otherwise, length) {
        if (value === undefined) {
            return otherwise;
        }
        const whole = Math.trunc(+value) || 0;
        return Math.min(Math.max(whole < 0 ? 0 : whole, 0), length);
    }

    class Buffer extends Uint8Array {
        static alloc(size, value, encoding) {
            const buffer = new Buffer(checked(size));
            return value === undefined ? buffer : buffer.fill(value, 0, buffer.length, encoding);
        }

        static allocUnsafe(size) {
            return new Buffer(checked(size));
        }

        static byteLength(value, encoding) {
            return typeof value === 'string' ? bytes.decode(value, encoding).length : value.byteLength;
        }

        static compare(one, other) {
            for (let i = 0; i < one.length && i < other.length; i++) {
                if (one[i] !== other[i]) {
                    return one[i] < other[i] ? -1 : 1;
                }
            }
            return Math.sign(one.length - other.length);
        }

        static concat(list, totalLength) {
            let total = 0;
            for (let i = 0; i < list.length; i++) {
                total += list[i].length;
            }
            total = totalLength === undefined ? total : totalLength >>> 0;
            const all = new Buffer(total);
            let at = 0;
            for (let i = 0; i < list.length && at < total; i++) {
                const part = list[i].length > total - at ? list[i].subarray(0, total - at) : list[i];
                all.set(part, at);
                at += part.length;
            }
            return all;
        }

        static from(value, encodingOrOffset, length) {
            if (typeof value === 'string') {
                const text = bytes.decode(value, encodingOrOffset);
                return fill(new Buffer(text.length), text);
            }
            if (value instanceof ArrayBuffer) {
                return new Buffer(value, encodingOrOffset, length);
            }
            if (value === null || typeof value !== 'object') {
                throw new TypeError('The first argument must be a string, a Buffer, an ArrayBuffer, an Array or an object with one');
            }
            if (Array.isArray(value) || ArrayBuffer.isView(value)) {
                const copy = new Buffer(value.length);
                for (let i = 0; i < value.length; i++) {
                    copy[i] = value[i] & 255;
                }
                return copy;
            }
            const primitive = value.valueOf();
            if (primitive !== value) {
                return Buffer.from(primitive, encodingOrOffset, length);
            }
            if (value.type === 'Buffer' && Array.isArray(value.data)) {
                return Buffer.from(value.data);
            }
            throw new TypeError('The first argument must be a string, a Buffer, an ArrayBuffer, an Array or an object with one');
        }

        static isBuffer(object) {
            return object instanceof Buffer;
        }

        static isEncoding(encoding) {
            return typeof encoding === 'string' && bytes.named(encoding) !== undefined;
        }

        compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
            return Buffer.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
        }

        copy(target, targetStart, sourceStart, sourceEnd) {
            const to = position(targetStart, 0, target.length);
            const from = position(sourceStart, 0, this.length);
            const end = Math.min(position(sourceEnd, this.length, this.length), from + target.length - to);
            if (end <= from) {
                return 0;
            }
            target.set(super.subarray(from, end), to);
            return end - from;
        }

        equals(other) {
            return Buffer.compare(this, other) === 0;
        }

        fill(value, offset, end, encoding) {
            if (typeof offset === 'string') {
                return this.fill(value, 0, this.length, offset);
            }
            if (typeof end === 'string') {
                return this.fill(value, offset, this.length, end);
            }
            const from = position(offset, 0, this.length);
            const to = position(end, this.length, this.length);
            const source = pattern(value, encoding);
            for (let i = from; i < to; i++) {
                this[i] = source.length === 0 ? 0 : source.charCodeAt((i - from) % source.length);
            }
            return this;
        }

        includes(value, byteOffset, encoding) {
            return this.indexOf(value, byteOffset, encoding) >= 0;
        }

        indexOf(value, byteOffset, encoding) {
            if (typeof byteOffset === 'string') {
                return this.indexOf(value, 0, byteOffset);
            }
            const from = Math.trunc(+byteOffset) || 0;
            return bytes.ofArray(this).indexOf(pattern(value, encoding), from < 0 ? Math.max(this.length + from, 0) : from);
        }

        lastIndexOf(value, byteOffset, encoding) {
            if (typeof byteOffset === 'string') {
                return this.lastIndexOf(value, undefined, byteOffset);
            }
            const from = byteOffset === undefined ? this.length : Math.trunc(+byteOffset) || 0;
            return bytes.ofArray(this).lastIndexOf(pattern(value, encoding), from < 0 ? this.length + from : from);
        }

        slice(start, end) {
            return this.subarray(start, end);
        }

        swap16() { return swap(this, 2); }
        swap32() { return swap(this, 4); }
        swap64() { return swap(this, 8); }

        toJSON() {
            return {type: 'Buffer', data: Array.from(this)};
        }

        toString(encoding, start, end) {
            const from = position(start, 0, this.length);
            const to = position(end, this.length, this.length);
            return from >= to ? '' : bytes.encode(bytes.ofArray(super.subarray(from, to)), encoding);
        }

        write(text, offset, length, encoding) {
            if (typeof offset === 'string') {
                return this.write(text, 0, this.length, offset);
            }
            if (typeof length === 'string') {
                return this.write(text, offset, undefined, length);
            }
            const from = position(offset, 0, this.length);
            const room = Math.min(length === undefined ? this.length : length, this.length - from);
            const source = bytes.decode(text, encoding);
            let count = Math.min(source.length, room);
            // No part of a character is written.
            while (bytes.known(encoding) === 'utf8' && count < source.length && (source.charCodeAt(count) & 0xc0) === 0x80) {
                count--;
            }
            for (let i = 0; i < count; i++) {
                this[from + i] = source.charCodeAt(i);
            }
            return count;
        }
    }

    function checked(size) {
        if (typeof size !== 'number' || !(size >= 0)) {
            throw new RangeError('The size of a Buffer must be a number from 0');
        }
        return size;
    }

    function pattern(value, encoding) {
        if (typeof value === 'string') {
            return bytes.decode(value, encoding);
        }
        return typeof value === 'object' && value !== null ? bytes.ofArray(value) : String.fromCharCode(value & 255);
    }

    function swap(buffer, size) {
        if (buffer.length % size !== 0) {
            throw new RangeError('Buffer size must be a multiple of ' + size * 8 + '-bits');
        }
        for (let at = 0; at < buffer.length; at += size) {
            typed.reverse.call(buffer.subarray(at, at + size));
        }
        return buffer;
    }

    function within(buffer, offset, size) {
        if (!Number.isInteger(offset) || offset < 0 || offset + size > buffer.length) {
            throw new RangeError('The value of "offset" is out of range. Received ' + String(offset));
        }
    }

    function define(name, method) {
        Object.defineProperty(Buffer.prototype, name, {value: method, writable: true, configurable: true});
    }

    // Numbers of up to 6 bytes, which a double holds exactly.
    function readInteger(buffer, offset, size, little, signed) {
        within(buffer, offset, size);
        let value = 0;
        for (let i = 0; i < size; i++) {
            value = value * 256 + buffer[little ? offset + size - 1 - i : offset + i];
        }
        return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
    }

    function writeInteger(buffer, number, offset, size, little, signed) {
        within(buffer, offset, size);
        let value = Math.trunc(+number);
        const low = signed ? -(2 ** (8 * size - 1)) : 0;
        const high = signed ? 2 ** (8 * size - 1) : 2 ** (8 * size);
        if (!(value >= low && value < high)) {
            throw new RangeError('The value of "value" is out of range. Received ' + String(number));
        }
        value = value < 0 ? value + 2 ** (8 * size) : value;
        for (let i = size - 1; i >= 0; i--) {
            buffer[little ? offset + size - 1 - i : offset + i] = value % 256;
            value = Math.floor(value / 256);
        }
        return offset + size;
    }

    function size(byteLength) {
        if (!Number.isInteger(byteLength) || byteLength < 1 || byteLength > 6) {
            throw new RangeError('The value of "byteLength" is out of range. It must be >= 1 and <= 6');
        }
        return byteLength;
    }

    for (const [prefix, signed] of [['Int', true], ['UInt', false]]) {
        const named = (verb, rest, method) => {
            define(verb + prefix + rest, method);
            if (!signed) {
                define(verb + 'Uint' + rest, method);
            }
        };
        named('read', '8', function (offset = 0) { return readInteger(this, offset, 1, false, signed); });
        named('write', '8', function (value, offset = 0) { return writeInteger(this, value, offset, 1, false, signed); });
        for (const [order, little] of [['BE', false], ['LE', true]]) {
            named('read', order, function (offset, byteLength) {
                return readInteger(this, offset, size(byteLength), little, signed);
            });
            named('write', order, function (value, offset, byteLength) {
                return writeInteger(this, value, offset, size(byteLength), little, signed);
            });
            for (const bits of [16, 32]) {
                named('read', bits + order, function (offset = 0) {
                    return readInteger(this, offset, bits / 8, little, signed);
                });
                named('write', bits + order, function (value, offset = 0) {
                    return writeInteger(this, value, offset, bits / 8, little, signed);
                });
            }
        }
    }
    for (const [name, kind, length] of [['Float', 'Float32', 4], ['Double', 'Float64', 8]]) {
        for (const [order, little] of [['BE', false], ['LE', true]]) {
            define('read' + name + order, function (offset = 0) {
                within(this, offset, length);
                return new DataView(this.buffer, this.byteOffset, this.byteLength)['get' + kind](offset, little);
            });
            define('write' + name + order, function (value, offset = 0) {
                within(this, offset, length);
                new DataView(this.buffer, this.byteOffset, this.byteLength)['set' + kind](offset, value, little);
                return offset + length;
            });
        }
    }
    return Buffer;
})
