// Runs one invocation of a Node function as AWS Lambda's runtime does: the request comes on standard input, what becomes of it goes to
// the file descriptor that the first argument names.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import dns from 'node:dns';
import { existsSync, statSync, writeSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL, urlToHttpOptions } from 'node:url';
import { format } from 'node:util';

const channel = Number(process.argv[2]);

const lines = readline.createInterface({ input: process.stdin });
lines.once('line', (line) => {
  process.stdin.unref();
  void run(JSON.parse(line));
});
// Standard input stays open for as long as the emulator lives.
lines.once('close', () => process.exit(1));

async function run(request) {
  logAsLambda(request.context.awsRequestId);
  if (request.clockOffset) shiftClock(Math.round(request.clockOffset * 1000));
  reachEmulator(new URL(request.endpoint));
  process.on('uncaughtException', (error) => fail('Uncaught Exception', described(error)));
  process.on('unhandledRejection', (reason) =>
    fail('Unhandled Promise Rejection', {
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: String(reason),
      trace: described(reason).trace,
    }),
  );

  const handler = await load(request.handler);
  tell({ ready: true });
  await invoke(handler, JSON.parse(request.event), request);
}

/** A promise is the answer once it is kept; a callback's answer waits until nothing is left to do, unless the function says otherwise. */
async function invoke(handler, event, request) {
  const end = performance.now() + request.timeoutMs;
  let answer;
  const context = {
    ...request.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
    done: (error, result) => respond(error, result),
    fail: (error) => respond(error),
    succeed: (result) => respond(null, result),
  };
  const respond = (error, result) => {
    if (error !== null && error !== undefined) fail('Invoke Error', described(error));
    answer = result;
    if (!context.callbackWaitsForEmptyEventLoop) succeed(answer);
  };

  process.once('beforeExit', () => succeed(answer));
  try {
    const returned = handler(event, context, respond);
    if (typeof returned?.then === 'function') succeed(await returned);
  } catch (error) {
    fail('Invoke Error', described(error));
  }
}

async function load(handler) {
  const [, file, name] = /^([^.]*)\.(.+)$/.exec(path.basename(handler)) ?? [];
  if (!file) unusable('Runtime.MalformedHandlerName', 'Bad handler');

  let exported;
  try {
    exported = await import(pathToFileURL(locate(path.join(path.dirname(handler), file))).href);
  } catch (error) {
    if (error instanceof SyntaxError) unusable('Runtime.UserCodeSyntaxError', String(error), error);
    if (/MODULE_NOT_FOUND$/.test(error?.code)) unusable('Runtime.ImportModuleError', String(error), error);
    fail('Uncaught Exception', described(error));
  }
  // The names of a CommonJS module are not always seen without running it.
  const found = member(exported, name) ?? member(exported.default, name);
  if (found === undefined) unusable('Runtime.HandlerNotFound', `${file}.${name} is undefined or not exported`);
  if (typeof found !== 'function') unusable('Runtime.HandlerNotFound', `${file}.${name} is not a function`);
  return found;
}

function locate(module) {
  const file = path.resolve(process.env.LAMBDA_TASK_ROOT, module);
  const found = ['', '.js', '.mjs', '.cjs']
    .map((extension) => file + extension)
    .find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (!found) throw Object.assign(new Error(`Cannot find module '${module}'`), { code: 'MODULE_NOT_FOUND' });
  return found;
}

function member(value, name) {
  return name.split('.').reduce((inner, key) => inner?.[key], value);
}

function tell(message) {
  writeSync(channel, `${JSON.stringify(message)}\n`);
}

function finish(message) {
  tell({ ...message, memory: process.memoryUsage.rss() });
  process.exit(0);
}

function succeed(result) {
  finish({ result: JSON.stringify(result) ?? 'null' });
}

function fail(what, error) {
  console.error(`${what} \t${JSON.stringify(error)}`);
  finish({ error });
}

/** A function that cannot be run at all. */
function unusable(errorType, errorMessage, cause) {
  fail('Uncaught Exception', { errorType, errorMessage, trace: cause ? described(cause).trace : [] });
}

function described(error) {
  return typeof error?.stack === 'string'
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') }
    : { errorType: typeof error, errorMessage: format(error), trace: [] };
}

/** Each message is a line with its time, the request and the level, or a JSON object where the function asks for that. */
function logAsLambda(requestId) {
  const levels = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const timestamp = new Date().toISOString();
      const message = format(...values);
      const line =
        process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON'
          ? JSON.stringify({ timestamp, level, requestId, message })
          : [timestamp, requestId, level, message].join('\t');
      process.stdout.write(`${line}\n`);
    };
  }
}

/** The clock of the emulator can be ahead. */
function shiftClock(milliseconds) {
  const real = Date;
  const now = () => real.now() + milliseconds;
  globalThis.Date = new Proxy(real, {
    construct: (_, values, target) => Reflect.construct(real, values.length > 0 ? values : [now()], target),
    apply: () => new real(now()).toString(),
    get: (_, name) => (name === 'now' ? now : real[name]),
  });
}

/** What handlers take for granted of AWS: an answer URL that speaks TLS on port 443, and buckets that have host names. */
function reachEmulator(emulator) {
  for (const method of ['request', 'get']) {
    const original = https[method];
    https[method] = (target, ...more) => {
      const asked = typeof target === 'string' || target instanceof URL ? urlToHttpOptions(new URL(target)) : target;
      const [host] = String(asked.hostname ?? asked.host).split(':');
      if (host !== emulator.hostname) return original(target, ...more);

      const options = more.find((value) => typeof value === 'object');
      const { hostname, port } = emulator;
      return http[method](
        { ...asked, ...options, protocol: 'http:', host: hostname, hostname, port, agent: undefined },
        more.find((value) => typeof value === 'function'),
      );
    };
  }

  const { lookup } = dns;
  const lookupBuckets = (name, ...more) => lookup(name.endsWith('.localhost') ? 'localhost' : name, ...more);
  dns.lookup = Object.defineProperties(lookupBuckets, Object.getOwnPropertyDescriptors(lookup));
  syncBuiltinESMExports();
}
