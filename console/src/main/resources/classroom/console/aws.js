// The class as any AWS client sees it: the page calls the same APIs at the same port.

/** What the class says of itself: region, account, accessKeyId of the teacher, and the token of this console. */
export const session = await (await fetch('session.json')).json();

/** Who calls: the access key of the teacher, or of the function that the page stands for. Only this page knows it. */
let key = session.accessKeyId;

/** The functions that the page can stand for, by name. */
export async function identities() {
  const access = await call('classroom', 'DescribeAccess', {}, session.accessKeyId);
  return access.Functions.map((each) => each.FunctionName);
}

/** Calls with the role of a function from now on; without a name, as the teacher again. */
export async function standFor(name) {
  const input = { FunctionName: name, Token: session.token };
  key = name
    ? (await call('classroom', 'AssumeFunction', input, session.accessKeyId)).AccessKeyId
    : session.accessKeyId;
}

/** By service: what its operations begin with, the version of JSON, and its name in a signature if that is another. */
const JSON_TARGETS = {
  dynamodb: ['DynamoDB_20120810', '1.0'],
  streams: ['DynamoDBStreams_20120810', '1.0', 'dynamodb'],
  logs: ['Logs_20140328', '1.1'],
  sqs: ['AmazonSQS', '1.0'],
  classroom: ['classroom', '1.0'],
};

/** An error of a service: its code as `name`, its message in AWS's words, and all that it says as `body`. */
export class AwsError extends Error {
  constructor(name, message, body = {}) {
    super(message);
    this.name = name;
    this.body = body;
  }
}

/** The class reads who calls from the access key alone; it checks no signature, as README says. */
function signature(service, by) {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const scope = `${by}/${day}/${session.region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}

async function send(service, path, init, by = key) {
  let response;
  try {
    response = await fetch(path, {
      ...init,
      headers: { ...init.headers, authorization: signature(service, by), 'x-classroom-console': session.token },
    });
  } catch (e) {
    throw new AwsError('ConnectionError', String(e.message));
  }
  if (response.ok) return response;
  const text = await response.text();
  const body = text.startsWith('<') ? errorIn(text) : jsonIn(text);
  const code = body.__type ?? body.Code ?? response.headers.get('x-amzn-errortype') ?? String(response.status);
  throw new AwsError(code.split('#').pop().split(':')[0], body.message ?? body.Message ?? text, body);
}

function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // Not every error is JSON; its text says enough.
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, 'application/xml');

function errorIn(text) {
  const error = parsed(text);
  const say = (name) => error.querySelector(name)?.textContent;
  return { Code: say('Code'), Message: say('Message') };
}

const VERSIONS = { cloudformation: '2010-05-15', sts: '2011-06-15' };

/** Calls an operation of a service that speaks AWS's query protocol, and answers its XML as a document. */
export async function callQuery(service, operation, params = {}) {
  const response = await send(service, '/', {
    method: 'POST',
    body: new URLSearchParams({ Action: operation, Version: VERSIONS[service], ...params }),
  });
  return parsed(await response.text());
}

/** What an answer in XML has as a list: each member as an object of texts, lists and objects. */
export const members = (answer, list) => [...(answer.querySelector(list)?.children ?? [])].map(plain);

function plain({ children, textContent }) {
  const parts = [...children];
  if (parts.length === 0) return textContent;
  return parts.every((part) => part.localName === 'member')
    ? parts.map(plain)
    : Object.fromEntries(parts.map((part) => [part.localName, plain(part)]));
}

/** Calls an operation of a service that speaks JSON, with another access key if one is given. */
export async function call(service, operation, input = {}, by = key) {
  const [prefix, version, signedAs = service] = JSON_TARGETS[service];
  const init = {
    method: 'POST',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` },
    body: JSON.stringify(input),
  };
  return (await send(signedAs, '/', init, by)).json();
}

/** Follows a listing to its end: `next` is the member of the answer that `start` of the next request takes. */
export async function all(service, operation, { items, next, start }, input = {}) {
  const found = [];
  for (let token; ; ) {
    const page = await call(service, operation, token ? { ...input, [start]: token } : input);
    found.push(...page[items]);
    token = page[next];
    if (!token) return found;
  }
}

/** A listing of Lambda's, to its end. */
async function lambda(path, items) {
  const found = [];
  for (let marker; ; ) {
    const query = marker ? `?Marker=${encodeURIComponent(marker)}` : '';
    const page = await (await send('lambda', `/2015-03-31/${path}/${query}`, { method: 'GET' })).json();
    found.push(...page[items]);
    marker = page.NextMarker;
    if (!marker) return found;
  }
}

/** The functions of the class, by name. */
export const functions = () => lambda('functions', 'Functions');

/** The event source mappings of the class. */
export const mappings = () => lambda('event-source-mappings', 'EventSourceMappings');

/** What the stacks of the class say: of each its name, template and resources (`{logicalId: physicalId}`). */
export async function stacks() {
  const found = await callQuery('cloudformation', 'DescribeStacks');
  return Promise.all(
    [...found.querySelectorAll('StackName')].map(async ({ textContent: StackName }) => {
      const template = await callQuery('cloudformation', 'GetTemplate', { StackName });
      return {
        name: StackName,
        template: jsonIn(template.querySelector('TemplateBody')?.textContent ?? '{}'),
        resources: await resources(StackName),
      };
    }),
  );
}

async function resources(StackName) {
  const found = {};
  for (let next; ; ) {
    const page = await callQuery('cloudformation', 'ListStackResources', { StackName, ...(next && { NextToken: next }) });
    for (const each of page.querySelectorAll('member')) {
      found[each.querySelector('LogicalResourceId').textContent] = each.querySelector('PhysicalResourceId')?.textContent;
    }
    next = page.querySelector('NextToken')?.textContent;
    if (!next) return found;
  }
}

/** Invokes a function and waits: the answer as text, the error's kind or undefined, the end of the log, milliseconds. */
export async function invoke(name, event) {
  const began = performance.now();
  const response = await send('lambda', `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    headers: { 'x-amz-log-type': 'Tail' },
    body: event,
  });
  const payload = await response.text();
  const tail = Uint8Array.from(atob(response.headers.get('x-amz-log-result') ?? ''), (c) => c.charCodeAt(0));
  return {
    payload,
    error: response.headers.get('x-amz-function-error') ?? undefined,
    log: new TextDecoder().decode(tail),
    milliseconds: Math.round(performance.now() - began),
  };
}
