// What every test of the console needs: a browser, the class at AWS_ENDPOINT_URL, and calls as another client makes them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { launch } from './chromium.mjs';

export const CLASS = process.env.AWS_ENDPOINT_URL;
export const CONSOLE = `${CLASS}/_classroom/console/`;
export const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 400, height: 800 } };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a view; whatever the page says in error, or asks of another origin, fails the test. */
export async function open(t, view = '', options = {}) {
  const context = await browser.newContext({ viewport: SIZES.projector, locale: 'en-US', ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => new URL(request.url()).origin === CLASS || problems.push(request.url()));
  await page.goto(CONSOLE + view);
  return { page, problems };
}

/** What is on a page now: axe finds nothing, and nothing is wider than the window. */
export async function checkAccess(page) {
  await page.evaluate(AXE); // Not a script of the page's: its policy lets none in.
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html}`), []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, `${page.url()} is wider than the window`);
}

const authorization = (service, key) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-2/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** A request as any other client makes it: by the teacher, or by whose access key is given. */
export function ask(service, target, input, key = 'CLASSROOM') {
  return fetch(CLASS, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.0',
      authorization: authorization(service, key),
    },
    body: JSON.stringify(input),
  });
}

/** A call of DynamoDB that succeeds, and its answer. */
export async function call(operation, input) {
  const response = await ask('dynamodb', `DynamoDB_20120810.${operation}`, input);
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

/** Invokes a function as any other client does, and waits for its answer. */
export async function invoke(name, event) {
  const response = await fetch(`${CLASS}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: authorization('lambda', 'CLASSROOM') },
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200, await response.clone().text());
}

/** An access key of a function's role. */
export async function functionKey(name) {
  return (await (await ask('classroom', 'classroom.AssumeFunction', { FunctionName: name })).json()).AccessKeyId;
}

/** Does something again until what it causes is on the page: until the page follows, a call can pass unseen. */
export async function seen(locator, act) {
  while ((await locator.count()) === 0) await act();
}
