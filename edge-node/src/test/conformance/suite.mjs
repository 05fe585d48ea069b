// Runs http-cache-tests against a cache: its origin server and its client in one process, which ends when its standard input does.
//
//   standard output: {"origin": PORT}
//   standard input:  {"cache": "http://127.0.0.1:PORT", "only": [test ids] or null}
//   standard output: {"results": [{"id", "suite", "name", "kind", "verdict", "detail"}]}
//
// The last two repeat. Everything that the package prints goes to standard error.

import http from 'node:http'
import readline from 'node:readline'
import fetch from 'node-fetch'

const say = message => process.stdout.write(JSON.stringify(message) + '\n')
console.log = console.error

const runner = import.meta.resolve('http-cache-tests/client/runner.mjs')
const { testResults } = await import('http-cache-tests/client/test.mjs')
const { determineTestResult } = await import('http-cache-tests/lib/display.mjs')
const { default: suites } = await import('http-cache-tests/tests/index.mjs')
const { default: surrogate } = await import('http-cache-tests/tests/surrogate-control.mjs')
suites.push(surrogate)

// What the package's own report shows, in words. "untested" are those for browsers.
const VERDICTS = {
  '✅': 'pass', 'Y': 'yes', 'N': 'no', '⛔️': 'fail', '⚠️': 'fail',
  '🔹': 'setup', '⁉️': 'setup', '↻': 'setup', '⚪️': 'dependency'
}

async function startOrigin () {
  const listen = http.Server.prototype.listen
  const started = new Promise(resolve => {
    http.Server.prototype.listen = function (port) {
      // The package listens on all addresses, and closes connections after 5 seconds: just as caches come to use them again. One test
      // has a body that ends with the connection.
      this.keepAliveTimeout = 12_000
      return listen.call(this, 0, '127.0.0.1', () => resolve(this.address().port))
    }
  })
  Object.assign(process.env, {
    npm_config_protocol: 'http', npm_config_port: '0', npm_config_pidfile: '/dev/null'
  })
  await import('http-cache-tests/server/server.mjs')
  return started
}

const TESTS_AT_ONCE = 200
let runs = 0

async function run (cache, only) {
  // The runner runs again what it ran before, unless it is another.
  const { runTests } = await import(`${runner}?${++runs}`)
  // The client writes into the tests that it runs.
  const chosen = suites.map(suite => {
    const tests = suite.tests.filter(test => only === null || only.includes(test.id))
    return { ...suite, tests: structuredClone(tests) }
  })
  chosen.forEach(suite => suite.tests.forEach(test => delete testResults[test.id]))
  await runTests(chosen, fetch, false, cache, TESTS_AT_ONCE)
  return chosen.flatMap(suite => suite.tests
    .filter(test => test.browser_only !== true)
    .map(test => ({
      id: test.id,
      suite: suite.id,
      name: test.name,
      kind: test.kind ?? 'required',
      verdict: VERDICTS[determineTestResult(suites, test.id, testResults)[2]],
      detail: testResults[test.id] === true ? '' : testResults[test.id].join(': ')
    })))
}

say({ origin: await startOrigin() })
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { cache, only } = JSON.parse(line)
  say({ results: await run(cache, only) })
}
process.exit(0)
