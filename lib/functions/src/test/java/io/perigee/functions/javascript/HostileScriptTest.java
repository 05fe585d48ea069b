package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V1_0;
import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.functions.FunctionFailure;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What scripts may try, and what becomes of it: always one failed call, never more. */
class HostileScriptTest {
    private static final int IN_A_ROW = 5;
    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static EventBuilder get() {
        return EventBuilder.viewerRequest("/");
    }

    /**
     * One function for those cases, since deploying takes longer than calling: it does what the request's path has the number of, and for any other path lets the request pass.
     */
    private static Script onNumber(List<String> statements) {
        StringBuilder code = new StringBuilder("const cases = [");
        statements.forEach(one -> code.append("function (event) { ").append(one).append(" return event.request; },\n"));
        return host.deploy(
                V2_0,
                code + "]; function handler(event) {"
                        + "const bad = cases[event.request.uri.slice(1)]; return bad ? bad(event) : event.request; }");
    }

    /** How each of them fails, after which the function must go on. More in a row than that, and one function would be held back. */
    private static void assertEachFails(List<String> statements, Consumer<FunctionFailure> expected) {
        for (int from = 0; from < statements.size(); from += IN_A_ROW) {
            assertEachOfFewFails(statements.subList(from, Math.min(from + IN_A_ROW, statements.size())), expected);
        }
    }

    private static void assertEachOfFewFails(List<String> statements, Consumer<FunctionFailure> expected) {
        Script script = onNumber(statements);
        for (int i = 0; i < statements.size(); i++) {
            RequestOutcome outcome = script.request(EventBuilder.viewerRequest("/" + i));
            assertThat(outcome)
                    .as(statements.get(i))
                    .isInstanceOfSatisfying(FunctionFailure.ExecutionError.class, failure -> {
                        assertThat(failure.status()).isEqualTo(503);
                        assertThat(failure.resultType()).isEqualTo("FunctionExecutionError");
                    });
            expected.accept((FunctionFailure) outcome);
            script.passes(get());
        }
    }

    /** Misbehaves for requests to /bad. */
    private static Script onBad(String statements) {
        return host.deploy(
                V2_0,
                "function handler(event) { if (event.request.uri === '/bad') { " + statements
                        + " } return event.request; }");
    }

    @Test
    void whatLoopsIsStopped() {
        assertEachFails(
                List.of(
                        "while (true);",
                        "for (;;) { try { null.x; } catch (e) {} }",
                        "while (true) { try { while (true); } finally { continue; } }",
                        "/^(a+)+$/.test('a'.repeat(50) + 'b');",
                        "function again() { Promise.resolve().then(again); } again(); return new Promise(() => {});",
                        "[...{[Symbol.iterator]: () => ({next: () => ({})})}];",
                        "[3, 2, 1].sort(() => { while (true); });",
                        "const n = new Set(); for (const x of n.add(1)) { n.delete(x); n.add(x); }"),
                failure -> assertThat(failure.message()).contains("more than its 30 ms of CPU time"));
    }

    @Test
    void whatTakesTooMuchMemoryIsStopped() {
        assertEachFails(
                List.of(
                        "const a = []; while (true) a.push({x: 1, y: [1, 2, 3]});",
                        "const m = new Map(); for (let i = 0; ; i++) m.set('key' + i, 'value'.repeat(100) + i);",
                        "let s = 'x'; while (true) s += s;",
                        "let s = 'x'; for (let i = 0; i < 28; i++) s = `${s}${s}`; s.split('');",
                        "let s = 'x'; const o = {s}; for (let i = 0; i < 28; i++) o.s += o.s; for (const k in o.s);",
                        "let s = 'x'; for (let i = 0; i < 28; i++) { try { s += s; } catch (e) {} } ({...new String(s)});",
                        "let s = 'x'; for (let i = 0; i < 28; i++) s = s.concat(s); s.charCodeAt(1);",
                        "let s = 'x'; for (let i = 0; i < 28; i++) s = [s, s].join(''); s.charCodeAt(1);",
                        "let s = 'ab'; for (let i = 0; i < 28; i++) s = s.replace(/$/, () => s); s.charCodeAt(1);",
                        "'x'.repeat(2 ** 28).split('');",
                        "'x'.padEnd(2 ** 28).split('');",
                        "'a'.repeat(200000).replace(/a/g, \"$'\");",
                        "Array(100).fill('x'.repeat(250000)).join();",
                        "const s = 'x'.repeat(200000); JSON.stringify([s, s, s]);",
                        "let a = ['x'.repeat(1000)]; for (let i = 0; i < 30; i++) a = [a, a]; JSON.stringify(a);",
                        "let a = ['x'.repeat(1000)]; for (let i = 0; i < 30; i++) a = [a, a]; console.log(a);",
                        "for (let i = 0; i < 4; i++) event.request.headers['x'.repeat(100000) + i] = {value: '1'}; return event.request;",
                        "const value = 'x'.repeat(100000); for (let i = 0; i < 4; i++) event.request.headers['x' + i] = {value}; return event.request;",
                        "let a = ['x'.repeat(1000)]; for (let i = 0; i < 30; i++) a = [a, a]; event.request.headers.x = a; return event.request;",
                        "let a = ['x'.repeat(1000)]; for (let i = 0; i < 30; i++) a = [a, a]; event.request.cookies = {a}; return event.request;",
                        "new Array(2 ** 32 - 1).fill(0);",
                        "new Array(2 ** 25).fill(0);",
                        "new Array(2 ** 32 - 1).join('x');",
                        "const a = []; a.length = 2 ** 32 - 1; a.indexOf(1);",
                        "const a = []; a[4294967294] = 1; [...a];",
                        "const a = []; a[4294967294] = 1; Math.max.apply(null, a);",
                        "const a = []; a[4294967294] = 1; [[a]].flat(3);",
                        "const a = []; a[4294967294] = 1; [].concat(a).map(x => x);",
                        "const a = []; a[4294967294] = 1; new Set(a);",
                        "const a = []; a[4294967294] = 1; JSON.stringify(a);",
                        "const a = []; a[4294967294] = 1; String(a);",
                        "const a = []; a[4294967294] = 1; new Uint8Array(a);",
                        "const a = []; a[4294967294] = 1; (function () { return arguments[Symbol.iterator]; })().call(a).next(); [...a];",
                        "Array.prototype.indexOf.call({length: 2 ** 53 - 1}, 1);",
                        "Array.prototype.includes.call({get length() { return 2 ** 53 - 1; }}, 1);",
                        "Array.prototype.fill.call(Object.create({length: 2 ** 53 - 1}), 1);",
                        "Array.from({length: 2 ** 30});",
                        "new Uint8Array(2 ** 30).fill(1);",
                        "new ArrayBuffer(2 ** 30);",
                        "Buffer.alloc(2 ** 30, 1);",
                        "const a = []; while (true) a.push(new Uint8Array(1000000).fill(1));",
                        "const a = []; while (true) a.push(Buffer.alloc(10000, 'x'));",
                        "const f = n => new Promise(r => r(f(n + 1))); const a = []; while (true) a.push(async () => a);"),
                failure -> {});
    }

    @Test
    void deepRecursionIsAnErrorOfTheScript() {
        assertEachFails(
                List.of(
                        "(function deep() { deep(); })();",
                        "const a = []; a[0] = a; JSON.stringify(a);",
                        "let a = []; for (let i = 0; i < 100000; i++) a = [a]; a.flat(Infinity);",
                        "let a = []; for (let i = 0; i < 100000; i++) a = [a]; JSON.stringify(a);",
                        "new RegExp('('.repeat(100000) + ')'.repeat(100000));",
                        "JSON.parse('['.repeat(200000));"),
                failure -> {});
    }

    @Test
    void whatIsForbiddenOrFailsIsAnErrorOfTheScript() {
        assertEachFails(
                List.of(
                        "eval('1');",
                        "new Function('return 1')();",
                        "(function () {}).constructor('return 1')();",
                        "(async function () {}).constructor('return 1')();",
                        "(function* () {}).constructor('yield 1')();",
                        "setTimeout(() => {}, 1);",
                        "setImmediate(() => {});",
                        "fetch('http://localhost/');",
                        "require('fs');",
                        "process.exit(1);",
                        "new XMLHttpRequest();",
                        "new Proxy({}, {});",
                        "Reflect.ownKeys({});",
                        "new WebAssembly.Memory({initial: 1});",
                        "new SharedArrayBuffer(1);",
                        "BigInt(1);",
                        "undeclared = 1;",
                        "return {get statusCode() { throw new Error('no'); }};",
                        "return {statusCode: 200, headers: {get x() { throw new Error('no'); }}};",
                        "return Promise.reject(new Error('no'));",
                        "return new Promise(() => {});",
                        "return {then() { throw new Error('no'); }};",
                        "throw {toString() { throw new Error('no'); }};",
                        "throw null;"),
                failure -> {});
    }

    @Test
    void whatOneFunctionDoesToBuiltInsNoOtherSees() {
        Script tampering = host.deploy(
                V2_0,
                "Array.prototype.map = () => 'tampered'; Object.prototype.toJSON = () => 'tampered';"
                        + "JSON.stringify = JSON.parse = () => 'tampered'; String.prototype.slice = null;"
                        + "Promise.prototype.then = null; Object.keys = null;"
                        + "async function handler(event) { return event.request; }");
        Script other = host.deploy(
                V2_0,
                "function handler(event) { event.request.uri = String([1].map(x => x + 1)); return {statusCode: 200,"
                        + " body: event.request.uri + JSON.stringify({a: 1})}; }");

        tampering.request(get());
        tampering.request(get());

        assertThat(other.answers(get()).bodyText()).isEqualTo("2{\"a\":1}");
    }

    @Test
    void aScriptThatKeepsMoreWithEachCallNeverFailsOneForIt() {
        Script leaking = host.deploy(
                V2_0,
                "const kept = []; function handler(event) { kept.push(new Uint8Array(50000)); return event.request; }");

        for (int i = 0; i < 300; i++) {
            leaking.passes(get());
        }
    }

    @Test
    void callsOfOneThatLoopsDoNotKeepOthersWaiting() {
        Script looping = onBad("while (true);");
        Script good = host.deploy(V2_0, "function handler(event) { return event.request; }");
        List<Future<RequestOutcome>> loops = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            loops.add(looping.start(EventBuilder.viewerRequest("/bad")));
        }

        assertThat(good.request(get())).isInstanceOf(RequestResult.Continue.class);
        assertThat(loops.stream().filter(loop -> !loop.isComplete()).count()).isPositive();
        loops.forEach(ScriptHost::await);
    }

    @Test
    void oneThatIsStoppedInCallAfterCallIsThrottledAndOthersAreNot() {
        Script looping = onBad("while (true);");
        Script good = host.deploy(V2_0, "function handler(event) { return event.request; }");

        FunctionFailure failure = looping.fails(EventBuilder.viewerRequest("/bad"));
        for (int i = 0; i < 100 && !(failure instanceof FunctionFailure.Throttled); i++) {
            failure = looping.fails(EventBuilder.viewerRequest("/bad"));
        }

        assertThat(failure).isInstanceOfSatisfying(FunctionFailure.Throttled.class, throttled -> {
            assertThat(throttled.status()).isEqualTo(503);
            assertThat(throttled.resultType()).isEqualTo("FunctionThrottledError");
            assertThat(throttled.message()).contains("more than 2 ms of CPU time each");
        });
        assertThat(looping.isCircuitClosed()).isFalse();
        good.passes(get());
        assertThat(good.isCircuitClosed()).isTrue();
    }

    @Test
    void oneThatIsStoppedNowAndThenIsNotHeldBack() {
        Script script = onBad("while (true);");

        for (int i = 0; i < 12; i++) {
            assertThat(script.fails(EventBuilder.viewerRequest("/bad")))
                    .isInstanceOf(FunctionFailure.ExecutionError.class);
            for (int j = 0; j < 99; j++) {
                script.passes(get());
            }
        }
    }

    @Test
    void aScriptThatLoopsWhileItIsLoadedIsNotDeployed() {
        assertRefused("while (true);\nfunction handler(event) {}", "250 ms of CPU time");
    }

    @Test
    void codeThatCannotRunIsNotDeployed() {
        assertRefused(
                "function handler(event) {\n  return event.;\n}", "SyntaxError: Unexpected token (line 2, column 16)");
        assertRefused("function other(event) {}", "no function named handler");
        assertRefused("null.x; function handler(event) {}", "TypeError");
        assertRefused("import fs from 'fs'; function handler(event) {}", "Cannot find module \"fs\"");
        assertRefused("const __perigee_bound = x => x; function handler(event) {}", "reserved");
        assertRefused("function handler(event) { return 1n; }", "BigInt");
        assertRefused("function handler(event) { return import('crypto'); }", "import");
        assertRefused("function handler(event) {}" + "/".repeat(10 * 1024), "expected 10240 or less");
        assertRefused("with (Math) { max(1); } function handler(event) {}", "SyntaxError");
    }

    @Test
    void whatIsNewInTwoIsRefusedInOne() {
        for (String code : new String[] {
            "async function handler(event) {}",
            "import cf from 'cloudfront'; function handler(event) {}",
            "var handler = async (event) => {};",
        }) {
            assertThatThrownBy(() -> host.deploy(V1_0, code)).isInstanceOf(FunctionDeploymentException.class);
        }
    }

    private static void assertRefused(String code, String why) {
        assertThatThrownBy(() -> host.deploy(V2_0, code))
                .isInstanceOfSatisfying(FunctionDeploymentException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(FunctionDeploymentException.Reason.INVALID_CODE);
                    assertThat(refused.getMessage()).contains(why);
                });
    }
}
