'use strict';
// Runs a Node.js handler: speaks the Lambda Runtime API with the node, for as long as the process lives.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const util = require('node:util');

const API = '/2018-06-01/runtime';
const env = process.env;
const exit = process.exit.bind(process);

// ---- The Runtime API, over one connection. Written by hand, because an answer and the request for the next event leave in
// one packet like that, and node's own client costs more than most handlers do.

const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':');
const socket = net.connect({ host, port: Number(port), noDelay: true });
const replies = [];
let received = Buffer.alloc(0);

socket.on('data', (chunk) => {
  received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
  for (let reply = parse(); reply; reply = parse()) {
    replies.shift()(reply);
  }
});
socket.on('error', () => exit(1));
socket.on('close', () => exit(1));

function parse() {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) {
    return null;
  }
  const [status, ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const length = Number(headers['content-length'] || 0);
  if (received.length < end + 4 + length) {
    return null;
  }
  const body = received.subarray(end + 4, end + 4 + length);
  received = received.subarray(end + 4 + length);
  return { status: Number(status.split(' ')[1]), headers, body };
}

function post(resource, body, type) {
  const errorType = type ? `Lambda-Runtime-Function-Error-Type: ${type.replace(/[^\x20-\x7e]/g, '?')}\r\n` : '';
  return `POST ${API}${resource} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${errorType}`
    + `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const NEXT = `GET ${API}/invocation/next HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const ignore = () => {};

function postAndExit(resource, error, status) {
  socket.ref();
  replies.push(() => exit(status));
  socket.write(post(resource, JSON.stringify(error), error.errorType));
}

// ---- What handlers print: a line each, with the time and the call's id, as Lambda's text format has it.

let requestId;

function print(level, args) {
  const text = util.format(...args).replace(/\n/g, '\r');
  write(Buffer.from(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`));
}

const pause = new Int32Array(new SharedArrayBuffer(4));

// At once, so that it is in the pipe before the answer is on its way, and waiting while the pipe is full: what process.stdout
// cannot write it keeps, without bound.
function write(bytes) {
  for (let written = 0; written < bytes.length;) {
    try {
      written += fs.writeSync(1, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

for (const [method, level] of Object.entries({
  log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE', fatal: 'FATAL',
})) {
  console[method] = (...args) => print(level, args);
}

// ---- Errors, as Lambda shows them to callers.

function describe(error) {
  if (util.types.isNativeError(error) || (error && error.name && error.message && error.stack)) {
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: String(error.stack || '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: util.format(error), trace: [] };
}

class HandlerNotFound extends Error {}
class MalformedHandlerName extends Error {}

function describeInit(error) {
  const described = describe(error);
  if (error instanceof HandlerNotFound) {
    described.errorType = 'Runtime.HandlerNotFound';
  } else if (error instanceof MalformedHandlerName) {
    described.errorType = 'Runtime.MalformedHandlerName';
  } else if (error instanceof SyntaxError) {
    described.errorType = 'Runtime.UserCodeSyntaxError';
    described.errorMessage = String(error);
  } else if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) {
    described.errorType = 'Runtime.ImportModuleError';
    described.errorMessage = String(error);
  }
  return described;
}

// ---- The handler.

async function load(name) {
  const directory = path.dirname(name);
  const [module, ...names] = path.basename(name).split('.');
  if (!module || names.length === 0 || name.includes('..')) {
    throw new MalformedHandlerName(`Bad handler: '${name}', expected file.function`);
  }
  const base = path.resolve(env.LAMBDA_TASK_ROOT, directory, module);
  const file = ['', '.js', '.mjs', '.cjs'].map((ending) => base + ending).find((one) => isFile(one));
  let loaded;
  if (!file) {
    loaded = require(base);
  } else if (file.endsWith('.mjs')) {
    loaded = await importModule(file);
  } else {
    try {
      loaded = require(file);
    } catch (error) {
      if (error.code !== 'ERR_REQUIRE_ESM' && error.code !== 'ERR_REQUIRE_ASYNC_MODULE') {
        throw error;
      }
      loaded = await importModule(file);
    }
  }
  let handler = loaded;
  for (const part of names) {
    handler = handler === undefined || handler === null ? undefined : handler[part];
  }
  if (typeof handler !== 'function') {
    throw new HandlerNotFound(`${name} is undefined or not exported`);
  }
  return handler;
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile();
}

async function importModule(file) {
  const { pathToFileURL } = require('node:url');
  const loaded = await import(pathToFileURL(file).href);
  return loaded;
}

// ---- Calls, one after the other.

let handler;
let current;

function begin({ headers, body }) {
  requestId = headers['lambda-runtime-aws-request-id'];
  env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] || '';
  const call = { id: requestId, over: false };
  current = call;
  // From here on, only what the handler itself waits for keeps the event loop from being empty.
  socket.unref();

  const succeed = (result) => finish(call, () => post(`/invocation/${call.id}/response`, serialize(result)));
  const fail = (error) => {
    const described = describe(error);
    if (!call.over) {
      print('ERROR', [`Invoke Error \t${JSON.stringify({ ...described, trace: undefined, stack: described.trace })}`]);
    }
    finish(call, () => post(`/invocation/${call.id}/error`, JSON.stringify(described), described.errorType));
  };
  const context = contextOf(headers);
  const settle = (error, result) => {
    const answer = error !== null && error !== undefined ? () => fail(error) : () => succeed(result);
    if (context.callbackWaitsForEmptyEventLoop) {
      call.whenEmpty ??= answer;
    } else {
      setImmediate(answer);
    }
  };
  const now = (error, result) => {
    context.callbackWaitsForEmptyEventLoop = false;
    settle(error, result);
  };
  context.done = now;
  context.succeed = (result) => now(null, result);
  context.fail = (error) => now(error ?? 'handled');
  call.whenIdle = () => (call.whenEmpty ?? (() => succeed(null)))();

  try {
    const returned = handler(JSON.parse(body.toString()), context, settle);
    if (returned !== null && returned !== undefined && typeof returned.then === 'function') {
      returned.then(succeed, fail);
    }
  } catch (error) {
    fail(error);
  }
}

function serialize(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw new Error(`Unable to stringify response body: ${error.message}`);
  }
}

function finish(call, message) {
  if (call.over) {
    return;
  }
  let sent;
  try {
    sent = message();
  } catch (error) {
    const described = { ...describe(error), errorType: 'Runtime.MarshalError' };
    sent = post(`/invocation/${call.id}/error`, JSON.stringify(described), described.errorType);
  }
  call.over = true;
  current = undefined;
  socket.ref();
  replies.push(ignore, begin);
  socket.write(sent + NEXT);
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

process.on('beforeExit', () => current?.whenIdle());

function crash(error, type, status) {
  const described = describe(error);
  if (type) {
    described.errorMessage = `${described.errorType}: ${described.errorMessage}`;
    described.errorType = type;
  }
  print('ERROR', [`${type ? 'Unhandled Promise Rejection' : 'Uncaught Exception'} \t${JSON.stringify(described)}`]);
  if (!handler) {
    postAndExit('/init/error', described, status);
  } else if (current) {
    current.over = true;
    postAndExit(`/invocation/${current.id}/error`, described, status);
  } else {
    exit(status);
  }
}

process.on('uncaughtException', (error) => crash(error, null, 129));
process.on('unhandledRejection', (error) => crash(error, 'Runtime.UnhandledPromiseRejection', 128));

load(env._HANDLER).then(
  (loaded) => {
    handler = loaded;
    replies.push(begin);
    socket.write(NEXT);
  },
  (error) => {
    const described = describeInit(error);
    print('ERROR', [`Uncaught Exception \t${JSON.stringify(described)}`]);
    postAndExit('/init/error', described, 1);
  },
);
