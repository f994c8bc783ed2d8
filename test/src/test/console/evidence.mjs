// A small tour of the class at AWS_ENDPOINT_URL, and what those who follow the class are told of it. With the argument
// `open` a console is open meanwhile, on another view at each step. ConsoleEvidenceIT compares the two.
import { launch } from './chromium.mjs';

const CLASS = process.env.AWS_ENDPOINT_URL;
/** What is evidence of what somebody did. A class tells more, such as each record of a stream. */
const KINDS = ['call', 'decision', 'units'];
/** What is another one each time. */
const PASSING = ['id', 'time', 'milliseconds', 'requestId'];
const LAST = 'DescribeLimits';

const session = await (await fetch(`${CLASS}/_classroom/console/session.json`)).json();
const page = process.argv[2] === 'open' ? await consoleOf(await launch()) : undefined;

const told = [];
const stop = new AbortController();
const events = follow(await fetch(`${CLASS}/_classroom/events`, {
  headers: { 'x-classroom-console': session.token },
  signal: stop.signal,
}));

const TEACHER = session.accessKeyId;
const assume = (input) =>
  json(TEACHER, 'classroom', 'classroom.AssumeFunction', { FunctionName: 'account-get', ...input });
const key = (await assume()).AccessKeyId;
const account = { id: { N: '1' }, email: { S: 'ana@example.com' } };
for (const step of [
  () => invoke('hello', { nome: 'Ana', sobrenome: 'Souza' }),
  () => invoke('hello', { nome: 1 }),
  () => invoke('account-create', { id: 1, email: 'ana@example.com', nome: 'Ana' }),
  () => invoke('account-create', { id: 1, email: 'ana@example.com', nome: 'Ana' }),
  () => invoke('account-get', { id: 1, email: 'ana@example.com' }),
  () => invoke('account-list', {}),
  () => invoke('books-get', { Author: 'a', Title: 't' }),
  // A person chooses it; what the page then reads as the function is denied, and still not the person's doing.
  () => page?.become('account-get') ?? assume({ Token: session.token }),
  () => dynamodb(TEACHER, 'GetItem', { TableName: 'account', Key: account }),
  () => dynamodb(TEACHER, 'Scan', { TableName: 'account' }),
  () => dynamodb(key, 'GetItem', { TableName: 'account', Key: account }),
  () => dynamodb(key, 'PutItem', { TableName: 'account', Item: account }),
  () => dynamodb(key, 'DescribeTable', { TableName: 'account' }),
]) {
  await page?.turn();
  await step();
}
await page?.round();
await dynamodb(TEACHER, LAST, {});
await events;
await page?.close();
console.log([`readings ${page?.readings() ?? 0}`, ...told].join('\n'));

/** Takes what is told until the last step. */
async function follow(response) {
  let rest = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks.filter((each) => each.startsWith('data: '))) {
      const event = JSON.parse(block.slice('data: '.length));
      if (event.operation === LAST) return stop.abort();
      PASSING.forEach((member) => delete event[member]);
      // The stream's function reads on its own, and every function's log is written, as often as there is time.
      const passing = event.caller?.endsWith('/books-changes') || event.action?.startsWith('logs:');
      if (KINDS.includes(event.kind) && !passing) told.push(JSON.stringify(event));
    }
  }
}

function send(by, service, path, headers, body) {
  const scope = `${by}/20260101/${session.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const init = { method: 'POST', headers: { ...headers, authorization }, body: JSON.stringify(body) };
  return fetch(`${CLASS}${path}`, init);
}

async function json(by, service, target, input) {
  return (await send(by, service, '/', { 'x-amz-target': target }, input)).json();
}

function dynamodb(by, operation, input) {
  return json(by, 'dynamodb', `DynamoDB_20120810.${operation}`, input);
}

async function invoke(name, event) {
  return (await send(TEACHER, 'lambda', `/2015-03-31/functions/${name}/invocations`, {}, event)).text();
}

/** A console that somebody looks through. */
async function consoleOf(browser) {
  const tab = await browser.newPage({ locale: 'en-US' });
  let readings = 0;
  tab.on('request', (request) => (readings += request.headers().authorization ? 1 : 0));
  await tab.goto(`${CLASS}/_classroom/console/`);
  const links = tab.locator('header nav a');
  await links.first().waitFor();
  const views = await links.count();
  let next = 0;
  const turn = async () => {
    await links.nth(next++ % views).click();
    await tab.getByText('Loading…').first().waitFor({ state: 'hidden' });
  };
  return {
    turn,
    round: async () => {
      for (let i = 0; i < views; i++) await turn();
    },
    become: async (name) => {
      await tab.getByLabel('Who you are').selectOption(name);
      await tab.getByText(`You are ${name}`).waitFor();
    },
    readings: () => readings,
    close: () => browser.close(),
  };
}
