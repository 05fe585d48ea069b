// The module "cloudfront" of runtime 2.0: key value stores, the choice of an origin, web tokens, and where a request is served.
(function (host, Buffer, cwt, limits) {
    'use strict';
    let chosen;

    function store(name) {
        const key = value => {
            if (typeof value !== 'string') {
                throw new TypeError('the key must be a string');
            }
            return value;
        };
        return {
            async get(name_, options) {
                const value = host('kvs.get', name, key(name_));
                if (value === null) {
                    throw new Error('KeyNotFound');
                }
                const format = options === undefined || options.format === undefined ? 'string' : options.format;
                switch (format) {
                    case 'string': return value;
                    case 'json': return limits.parse(value);
                    case 'bytes': return Buffer.from(value, 'utf8');
                    default: throw new TypeError('format must be string, json or bytes');
                }
            },
            async exists(name_) {
                return host('kvs.get', name, key(name_)) !== null;
            },
            async count() {
                return limits.parse(host('kvs.meta', name)).keyCount;
            },
            async meta() {
                return limits.parse(host('kvs.meta', name));
            },
        };
    }

    function object(value, what) {
        if (value === null || typeof value !== 'object') {
            throw new TypeError(what + ' must be an object');
        }
        return value;
    }

    // Distributions here have no tenants: this is what CloudFront answers for those without.
    function noTenant() {
        throw new TypeError('distributionTenant module is not available');
    }

    const cf = {
        kvs(name) {
            const id = name === undefined ? '' : String(name);
            if (!host('kvs.known', id)) {
                throw new Error(id === '' ? 'no key value store is associated with this function'
                    : 'key value store ' + id + ' is not associated with this function');
            }
            return store(id);
        },
        // The last choice of a call counts.
        updateRequestOrigin(properties) {
            chosen = {method: 'updateRequestOrigin', properties: object(properties, 'the properties of an origin')};
        },
        selectRequestOriginById(originId, originOverrides = {}) {
            if (typeof originId !== 'string') {
                throw new TypeError('the id of an origin must be a string');
            }
            chosen = {
                method: 'selectRequestOriginById',
                originId,
                originOverrides: object(originOverrides, 'the overrides of an origin'),
            };
        },
        createRequestOriginGroup(properties) {
            chosen = {method: 'createRequestOriginGroup', properties: object(properties, 'the properties of an origin group')};
        },
        cwt,
        edgeLocation: {},
        distributionTenant: {get id() { return noTenant(); }, parameters: {get: noTenant}},
    };
    return {
        module: cf,
        begin(edgeLocation) {
            chosen = undefined;
            cf.edgeLocation = edgeLocation;
        },
        chosen: () => chosen,
    };
})
