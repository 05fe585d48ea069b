// Runs first in every isolate: takes away what functions must not have, and puts limits on built-in functions that could otherwise
// take memory or time without coming back to where V8 can stop them. Whoever passes a limit is ended at once by exceeded(), which
// no handler of errors can catch. Returns what the other scripts need of the original built-ins.
(function (exceeded) {
    'use strict';
    const MAX_STRING = 262144;
    const MAX_ARRAY = 131072;
    const MAX_BYTES = 1048576;
    const MAX_BYTES_OF_A_CALL = 8388608;
    const MAX_LOG = 10240;

    const {apply, construct, ownKeys} = Reflect;
    const {isArray} = Array;
    const {isView} = ArrayBuffer;
    const {defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys, create} = Object;
    const NativeProxy = Proxy;
    const NativeDate = Date;
    const NativeString = String;
    const nativeStringify = JSON.stringify;
    const nativeParse = JSON.parse;

    const ALLOWED = new Set([
        'Array', 'ArrayBuffer', 'Boolean', 'DataView', 'Date', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError',
        'SyntaxError', 'TypeError', 'URIError', 'Float32Array', 'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array',
        'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Function', 'Infinity', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object',
        'Promise', 'RegExp', 'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet', 'decodeURI', 'decodeURIComponent', 'encodeURI',
        'encodeURIComponent', 'escape', 'eval', 'globalThis', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'undefined', 'unescape',
    ]);
    for (const key of ownKeys(globalThis)) {
        if (!ALLOWED.has(key)) {
            delete globalThis[key];
        }
    }
    // Ways to what is replaced below, or to numbers and buffers without a limit.
    for (const [holder, names] of [
        [Object, ['getOwnPropertySymbols', 'getOwnPropertyDescriptors', 'groupBy']],
        [DataView.prototype, ['getBigInt64', 'getBigUint64', 'setBigInt64', 'setBigUint64']],
        [ArrayBuffer.prototype, ['resize', 'transfer', 'transferToFixedLength']],
        [Uint8Array, ['fromBase64', 'fromHex']],
        [Uint8Array.prototype, ['setFromBase64', 'setFromHex', 'toBase64', 'toHex']],
        [Array, ['fromAsync']],
        [Map, ['groupBy']],
        [RegExp, ['escape']],
        [Array.prototype, ['toSpliced', 'with', 'toSorted', 'toReversed']],
        [getPrototypeOf(Uint8Array.prototype), ['with', 'toSorted', 'toReversed']],
    ]) {
        for (const name of names) {
            delete holder[name];
        }
    }

    // Without the symbols of methods that built-in functions call by themselves, such as those of regular expressions.
    const NativeSymbol = Symbol;
    function LimitedSymbol(description) {
        if (new.target !== undefined) {
            throw new TypeError('Symbol is not a constructor');
        }
        return NativeSymbol(description);
    }
    for (const name of ['prototype', 'for', 'keyFor', 'iterator', 'toPrimitive', 'toStringTag', 'hasInstance']) {
        defineProperty(LimitedSymbol, name, {value: NativeSymbol[name], writable: false, configurable: false, enumerable: false});
    }
    defineProperty(LimitedSymbol, 'name', {value: 'Symbol'});
    NativeSymbol.prototype.constructor = LimitedSymbol;
    defineProperty(globalThis, 'Symbol', {value: LimitedSymbol, writable: true, configurable: true});

    function bound(value) {
        if (typeof value === 'string' && value.length > MAX_STRING) {
            exceeded('a string of ' + value.length + ' characters');
        }
        return value;
    }

    function boundLength(object) {
        if (typeof object !== 'object' && typeof object !== 'function' || object === null) {
            return;
        }
        if (isArray(object)) {
            if (object.length > MAX_ARRAY) {
                exceeded('an array of ' + object.length + ' elements');
            }
            return;
        }
        const length = getOwnPropertyDescriptor(object, 'length');
        if (length === undefined) {
            if (!isView(object) && !(object instanceof NativeString) && object.length !== undefined) {
                exceeded('something with a length of its prototype');
            }
        } else if (!('value' in length) || length.value > MAX_ARRAY) {
            exceeded('something of ' + length.value + ' elements');
        }
    }

    function replace(holder, name, make) {
        const native = holder[name];
        if (typeof native !== 'function') {
            return;
        }
        const replacement = make(native);
        defineProperty(replacement, 'name', {value: native.name, configurable: true});
        defineProperty(replacement, 'length', {value: native.length, configurable: true});
        defineProperty(holder, name, {value: replacement, writable: true, configurable: true, enumerable: false});
    }

    // Methods, in the shape of methods: not constructors, and with a this.
    const resultBound = native => ({method(...args) { return bound(apply(native, this, args)); }}).method;

    for (const name of ['concat', 'normalize', 'toUpperCase', 'toLowerCase', 'toLocaleUpperCase', 'toLocaleLowerCase', 'toWellFormed',
        'anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup']) {
        replace(String.prototype, name, resultBound);
    }
    replace(String, 'raw', native => ({method(strings, ...values) {
        boundLength(strings && strings.raw);
        return bound(apply(native, this, [strings, ...values]));
    }}).method);
    for (const name of ['encodeURI', 'encodeURIComponent', 'escape']) {
        replace(globalThis, name, resultBound);
    }
    replace(String.prototype, 'repeat', native => ({method(count) {
        const text = NativeString(this);
        if (text.length * count > MAX_STRING && count < Infinity) {
            exceeded('a string of ' + text.length * count + ' characters');
        }
        return apply(native, text, [count]);
    }}).method);
    for (const name of ['padStart', 'padEnd']) {
        replace(String.prototype, name, native => ({method(length, ...fill) {
            if (+length > MAX_STRING) {
                exceeded('a string of ' + length + ' characters');
            }
            return apply(native, this, [length, ...fill]);
        }}).method);
    }
    for (const name of ['replace', 'replaceAll']) {
        replace(String.prototype, name, native => ({method(pattern, replacement) {
            const text = NativeString(this);
            let by = replacement;
            if (typeof replacement === 'function') {
                let total = text.length;
                by = (...found) => {
                    const one = NativeString(apply(replacement, undefined, found));
                    total += one.length;
                    if (total > 2 * MAX_STRING) {
                        exceeded('a string of ' + total + ' characters');
                    }
                    return one;
                };
            } else {
                by = NativeString(replacement);
                // Each $ in it may stand for the whole text.
                let references = 0;
                for (let i = by.length - 1; i >= 0; i--) {
                    references += by[i] === '$' ? 1 : 0;
                }
                if (text.length > 1024 && text.length * (by.length + references * text.length) > 64 * MAX_STRING) {
                    exceeded('a replacement of ' + by.length + ' characters in a string of ' + text.length);
                }
            }
            return bound(apply(native, text, [pattern, by]));
        }}).method);
    }

    function joinable(array, separator) {
        boundLength(array);
        let total = array.length * separator.length;
        for (let i = 0; i < array.length; i++) {
            const one = array[i];
            total += typeof one === 'string' ? one.length : 1;
            if (total > MAX_STRING) {
                exceeded('a string of ' + total + ' characters or more');
            }
        }
    }
    replace(Array.prototype, 'join', native => ({method(separator) {
        const by = separator === undefined ? ',' : NativeString(separator);
        joinable(this, by);
        return bound(apply(native, this, [by]));
    }}).method);

    for (const name of ['at', 'copyWithin', 'entries', 'every', 'fill', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex',
        'forEach', 'includes', 'indexOf', 'keys', 'lastIndexOf', 'map', 'pop', 'push', 'reduce', 'reduceRight', 'reverse', 'shift', 'slice',
        'some', 'sort', 'splice', 'toLocaleString', 'unshift', 'values']) {
        replace(Array.prototype, name, native => ({method(...args) {
            boundLength(this);
            return apply(native, this, args);
        }}).method);
    }
    replace(Array.prototype, 'concat', native => ({method(...args) {
        boundLength(this);
        for (let i = 0; i < args.length; i++) {
            boundLength(args[i]);
        }
        const all = apply(native, this, args);
        boundLength(all);
        return all;
    }}).method);
    function boundNested(array, depth) {
        boundLength(array);
        if (depth > 0) {
            for (let i = 0; i < array.length; i++) {
                if (isArray(array[i])) {
                    boundNested(array[i], depth - 1);
                }
            }
        }
    }
    replace(Array.prototype, 'flat', native => ({method(depth = 1) {
        boundNested(this, +depth);
        return apply(native, this, [depth]);
    }}).method);
    replace(Array.prototype, 'flatMap', native => ({method(callback, thisArgument) {
        boundLength(this);
        return apply(native, this, [function (...args) {
            const some = apply(callback, thisArgument, args);
            boundLength(some);
            return some;
        }]);
    }}).method);
    replace(Array, 'from', native => ({method(...args) {
        if (args[0] !== null && args[0] !== undefined && typeof args[0][Symbol.iterator] !== 'function') {
            boundLength(args[0]);
        }
        return apply(native, this, args);
    }}).method);
    // Iterating over an array comes back to JavaScript with every step, and can be stopped there.
    replace(getPrototypeOf([][Symbol.iterator]()), 'next', native => ({method() { return apply(native, this, []); }}).method);
    defineProperty(Array.prototype, Symbol.iterator, {value: Array.prototype.values, writable: true, configurable: true});
    for (const name of ['apply']) {
        replace(Function.prototype, name, native => ({method(self, args) {
            boundLength(args);
            return apply(native, this, [self, args]);
        }}).method);
    }

    // Buffers lie outside of V8's heap, and so of its limit: they are counted here.
    let bytesOfCall = 0;
    let roomToPrint = MAX_LOG;
    function charge(bytes) {
        bytesOfCall += bytes;
        if (bytes > MAX_BYTES || bytesOfCall > MAX_BYTES_OF_A_CALL) {
            exceeded('buffers of ' + (bytes > MAX_BYTES ? bytes : bytesOfCall) + ' bytes');
        }
    }
    function bytesFor(first, size) {
        if (typeof first === 'object' && first !== null) {
            if (first instanceof ArrayBuffer) {
                return 0;
            }
            if (isView(first)) {
                return first.byteLength * size;
            }
            boundLength(first);
            return typeof first.length === 'number' ? first.length * size : 0;
        }
        return first > 0 ? +first * size : 0;
    }
    function counting(name, size) {
        const Native = globalThis[name];
        const Counting = new NativeProxy(Native, {
            construct(target, args, newTarget) {
                charge(bytesFor(args[0], size));
                return construct(target, name === 'ArrayBuffer' ? [args[0]] : args, newTarget);
            },
        });
        Native.prototype.constructor = Counting;
        defineProperty(globalThis, name, {value: Counting, writable: true, configurable: true});
    }
    const sizes = {Int8Array: 1, Uint8Array: 1, Uint8ClampedArray: 1, Int16Array: 2, Uint16Array: 2, Int32Array: 4, Uint32Array: 4,
        Float32Array: 4, Float64Array: 8};
    const typedPrototype = getPrototypeOf(Uint8Array.prototype);
    for (const name of ['slice', 'map', 'filter']) {
        replace(typedPrototype, name, native => ({method(...args) {
            charge(this.byteLength);
            return apply(native, this, args);
        }}).method);
    }
    replace(typedPrototype, 'join', native => ({method(separator) {
        const by = separator === undefined ? ',' : NativeString(separator);
        if (this.length * (by.length + 1) > MAX_STRING) {
            exceeded('a string of ' + this.length * (by.length + 1) + ' characters');
        }
        return bound(apply(native, this, [by]));
    }}).method);
    replace(typedPrototype, 'set', native => ({method(...args) {
        boundLength(args[0]);
        return apply(native, this, args);
    }}).method);
    replace(ArrayBuffer.prototype, 'slice', native => ({method(...args) {
        charge(this.byteLength);
        return apply(native, this, args);
    }}).method);
    counting('ArrayBuffer', 1);
    for (const name of keys(sizes)) {
        counting(name, sizes[name]);
    }

    // A copy of what JSON can say of a value, each property read once, within a budget of characters.
    function plain(value, budget, replacer, holder, key) {
        if (value !== null && typeof value === 'object' && typeof value.toJSON === 'function') {
            value = value.toJSON(key);
        }
        if (replacer !== undefined) {
            value = apply(replacer, holder, [key, value]);
        }
        if (value instanceof NativeString || value instanceof Number || value instanceof Boolean) {
            value = value.valueOf();
        }
        budget.left -= typeof value === 'string' ? value.length + 2 : 2;
        if (budget.left < 0) {
            exceeded('JSON of more than ' + MAX_STRING + ' characters');
        }
        if (value === null || typeof value !== 'object') {
            return typeof value === 'function' ? undefined : value;
        }
        if (budget.path.includes(value)) {
            throw new TypeError('Converting circular structure to JSON');
        }
        budget.path.push(value);
        let copy;
        if (isArray(value)) {
            boundLength(value);
            copy = [];
            copy.toJSON = undefined;
            for (let i = 0; i < value.length; i++) {
                copy[i] = plain(value[i], budget, replacer, value, NativeString(i));
            }
        } else {
            copy = create(null);
            for (const name of keys(value)) {
                budget.left -= name.length + 2;
                copy[name] = plain(value[name], budget, replacer, value, name);
            }
        }
        budget.path.pop();
        return copy;
    }
    function stringify(value, replacer, space) {
        const budget = {left: MAX_STRING, path: []};
        const by = typeof replacer === 'function' ? replacer : undefined;
        const copy = plain(value, budget, by, {'': value}, '');
        return bound(nativeStringify(copy, isArray(replacer) ? replacer : undefined, space));
    }
    replace(JSON, 'stringify', () => ({method(value, replacer, space) { return stringify(value, replacer, space); }}).method);

    // The time stands still while a call runs.
    let now = 0;
    function FixedDate(...args) {
        if (new.target === undefined) {
            return new NativeDate(now).toString();
        }
        return construct(NativeDate, args.length === 0 ? [now] : args, new.target);
    }
    FixedDate.prototype = NativeDate.prototype;
    defineProperty(FixedDate, 'prototype', {writable: false});
    defineProperty(FixedDate, 'name', {value: 'Date'});
    defineProperty(FixedDate, 'length', {value: 7});
    for (const name of ['parse', 'UTC']) {
        defineProperty(FixedDate, name, {value: NativeDate[name], writable: true, configurable: true});
    }
    defineProperty(FixedDate, 'now', {value: () => now, writable: true, configurable: true});
    NativeDate.prototype.constructor = FixedDate;
    globalThis.Date = FixedDate;

    return {
        bound,
        exceeded,
        stringify,
        // For what came out of parse or plain, and so needs no limits.
        nativeStringify,
        plain: (value, budget) => plain(value, budget, undefined, undefined, ''),
        budget: () => ({left: MAX_STRING, path: []}),
        create,
        keys,
        isArray,
        parse: nativeParse,
        begin(millis) {
            now = millis;
            bytesOfCall = 0;
            roomToPrint = MAX_LOG;
        },
        bytes: () => bytesOfCall,
        roomToPrint: () => roomToPrint,
        printed(characters) {
            roomToPrint -= characters;
        },
    };
})
