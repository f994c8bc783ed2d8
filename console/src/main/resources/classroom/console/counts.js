// What has passed between the functions of the class and what they use, since the page was opened or counting began anew.
import { listen } from './events.js';

const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const THROTTLED = /^(ProvisionedThroughputExceeded|Throttling|TooManyRequests|RequestLimitExceeded)/;

let marks = new Map();
let since = Date.now();
let missed = 0;
const watchers = new Set();

const NOTHING = { calls: 0, errors: 0, denied: 0, throttled: 0, at: -Infinity, how: undefined };

/** What has passed at a box or on an arrow: counts, when it was the last time by `performance.now()`, and how it went. */
export const passed = (key) => marks.get(key) ?? NOTHING;

/** When counting began, and how many events the page was too slow for. */
export const counting = () => ({ since, missed });

/** Calls `changed` whenever something has passed, until the answered function is called. */
export function watch(changed) {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

export function countAnew() {
  marks = new Map();
  since = Date.now();
  missed = 0;
  watchers.forEach((changed) => changed());
}

/** A box by the service and the last part of the ARN; a stream without its label, which the template does not know. */
export function box(arn) {
  const parts = arn.split(':');
  return `${parts[2]}:${parts.slice(5).join(':')}`.replace(/\/stream\/.*/, '/stream');
}

export const functionBox = (name) => `lambda:function:${name}`;

/** An arrow by its function and its box. */
export const arrow = (name, to) => `${name} ${to}`;

function mark(key, how, calls = 1) {
  const before = passed(key);
  const after = { ...before, calls: before.calls + calls, at: performance.now(), how };
  if (how !== 'calls') after[how] += 1;
  marks.set(key, after);
}

function outcome(error) {
  if (error === undefined) return 'calls';
  if (DENIED.test(error)) return 'denied';
  return THROTTLED.test(error) ? 'throttled' : 'errors';
}

function take(event) {
  switch (event.kind) {
    case 'call':
      call(event);
      break;
    case 'invocation':
      mark(functionBox(event.function), event.outcome === 'failed' ? 'errors' : 'calls');
      break;
    case 'batch':
      batch(event);
      break;
    case 'missed':
      missed += event.missed;
      break;
    default:
      return;
  }
  watchers.forEach((changed) => changed());
}

function call({ service, operation, caller, error, resources }) {
  const how = outcome(error);
  // An invocation that took place is told when it has ended; other operations of Lambda call no function.
  if (service === 'lambda' && (how === 'calls' || !operation.endsWith('/invocations'))) return;
  const [, name] = /:assumed-role\/[^/]+\/(.+)/.exec(caller) ?? [];
  for (const resource of resources) {
    const to = box(`arn:aws:${service}:::${resource}`);
    mark(to, how);
    if (name) mark(arrow(name, to), how);
  }
  // Who was refused, shows it too.
  if (name && (how === 'denied' || how === 'throttled')) mark(functionBox(name), how, 0);
}

function batch({ function: name, stream, error, queue }) {
  const how = error === undefined ? 'calls' : 'errors';
  mark(box(stream), how);
  mark(arrow(name, box(stream)), how);
  if (queue) {
    mark(box(queue), 'calls');
    mark(arrow(name, box(queue)), 'calls');
  }
}

listen(take);
