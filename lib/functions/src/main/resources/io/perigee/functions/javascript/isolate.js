// Puts the scripts of an isolate together. Gives a function that loads the function's code, once, and gives what calls it.
(function (host, version, limits, bytes, buffer, modules, cwt, cloudfront, calls) {
    'use strict';
    // V8 ends a script where it next looks, which is in the loop: without it, the built-in function that the limit is for would run.
    const limited = limits(what => {
        host('exceeded', what);
        for (;;);
    });
    const ofBytes = bytes();
    const Buffer = buffer(ofBytes);
    const builtIn = modules(version, ofBytes, Buffer, host, limited);
    const cf = version === '1.0' ? undefined : cloudfront(host, Buffer, cwt(host, ofBytes, Buffer, limited), limited);
    const available = new Map([['crypto', builtIn.crypto], ['querystring', builtIn.querystring]]);
    if (cf !== undefined) {
        available.set('cloudfront', cf.module);
        available.set('buffer', Object.assign(Buffer, {Buffer}));
    }
    function require(name) {
        if (!available.has(name)) {
            throw new Error('Cannot find module "' + name + '"');
        }
        return available.get(name);
    }
    Object.defineProperty(globalThis, 'require', {value: require, writable: true, configurable: true});
    return function (load) {
        const handler = load(limited.bound, require);
        return handler === undefined ? undefined : calls(handler, limited, cf);
    };
})
