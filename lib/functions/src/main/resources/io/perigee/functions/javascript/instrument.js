// Makes what an isolate runs out of a function's source: a script whose value is a function of
// (__perigee_bound, __perigee_import) that runs the source in strict mode and gives its handler. Lines stay where they are.
//
// The length of every string that the source itself puts together, with +, += or a template, is looked at before anything else can
// be done with it. Built-in functions have their own limits (limits.js); this is the one way to make a string that no function is
// called for, and V8 ends the process, not the script, when some of its built-in functions get one that is too long.
(function (acorn) {
    'use strict';
    const RESERVED = '__perigee_';

    function refuse(node, message) {
        const error = new SyntaxError(message);
        error.loc = node.loc.start;
        throw error;
    }

    function children(node) {
        const found = [];
        for (const key of Object.keys(node)) {
            const value = node[key];
            for (const child of Array.isArray(value) ? value : [value]) {
                if (child && typeof child.type === 'string') {
                    found.push(child);
                }
            }
        }
        return found;
    }

    function check(node, version) {
        if (node.type === 'Identifier' && node.name.startsWith(RESERVED)) {
            refuse(node, 'names that start with ' + RESERVED + ' are reserved');
        }
        if (node.type === 'ImportExpression' || node.type === 'MetaProperty' && node.meta.name === 'import') {
            refuse(node, 'import is for the first lines of the code only');
        }
        if (node.type === 'Literal' && node.bigint) {
            refuse(node, 'BigInt is not supported');
        }
        if (version === '1.0' && (node.async || node.type === 'AwaitExpression' || node.type === 'ForOfStatement' && node.await)) {
            refuse(node, 'async and await need runtime cloudfront-js-2.0');
        }
    }

    function isText(node) {
        return node.type === 'BinaryExpression' && node.operator === '+'
            || node.type === 'AssignmentExpression' && node.operator === '+='
            || node.type === 'TemplateLiteral' && node.expressions.length > 0;
    }

    function isSum(node) {
        return node.type === 'BinaryExpression' && node.operator === '+';
    }

    function importing(node) {
        const call = '__perigee_import(' + JSON.stringify(node.source.value) + ')';
        const named = [];
        let text = '';
        for (const specifier of node.specifiers) {
            const local = specifier.local.name;
            if (specifier.type === 'ImportSpecifier') {
                named.push(JSON.stringify(specifier.imported.name || specifier.imported.value) + ':' + local);
            } else {
                text += 'const ' + local + '=' + call + ';';
            }
        }
        return text + (named.length || !text ? 'const {' + named.join(',') + '}=' + call + ';' : '');
    }

    return function instrument(source, version) {
        let tree;
        const before = Object.create(null);
        const after = Object.create(null);
        const blank = [];
        let head = '';
        const open = (at, text) => before[at] = (before[at] || '') + text;
        const close = (at, text) => after[at] = (after[at] || '') + text;

        function walk(node, parent) {
            check(node, version);
            // The sums inside of a sum are parts of one concatenation, which copies nothing.
            const wrapped = isText(node)
                && !(isSum(node) && isSum(parent))
                && !(parent.type === 'TaggedTemplateExpression' && parent.quasi === node);
            if (wrapped) {
                open(node.start, '__perigee_bound(');
            }
            for (const child of children(node)) {
                walk(child, node);
            }
            if (wrapped) {
                close(node.end, ')');
            }
        }

        try {
            tree = acorn.parse(source, {
                ecmaVersion: 2022,
                sourceType: version === '1.0' ? 'script' : 'module',
                locations: true,
                allowAwaitOutsideFunction: false,
            });
            for (const node of tree.body) {
                if (node.type === 'ImportDeclaration') {
                    check(node, version);
                    head += importing(node);
                    blank.push([node.start, node.end]);
                } else if (node.type.startsWith('Export')) {
                    const inner = node.declaration;
                    blank.push([node.start, inner ? inner.start : node.end]);
                    if (inner) {
                        walk(inner, node);
                    }
                } else {
                    walk(node, tree);
                }
            }
        } catch (error) {
            const at = error.loc ? ' (line ' + error.loc.line + ', column ' + (error.loc.column + 1) + ')' : '';
            return JSON.stringify({error: error.message.replace(/ \(\d+:\d+\)$/, '') + at});
        }
        for (const [from, to] of blank) {
            const text = source.slice(from, to);
            source = source.slice(0, from) + text.replace(/[^\n]/g, ' ') + source.slice(to);
        }
        let code = '';
        for (let i = 0; i <= source.length; i++) {
            code += (after[i] || '') + (before[i] || '') + (i < source.length ? source[i] : '');
        }
        return JSON.stringify({
            code: "(function(__perigee_bound,__perigee_import){'use strict';" + head + code
                + "\n;return typeof handler==='function'?handler:undefined;})",
        });
    };
})(acorn)
