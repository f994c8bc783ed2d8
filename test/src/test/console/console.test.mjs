// The console in a real browser, against the class at AWS_ENDPOINT_URL. `node --test` runs it; ConsoleIT starts the class.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const CLASS = process.env.AWS_ENDPOINT_URL;
const CONSOLE = `${CLASS}/_classroom/console/`;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// A closed network: a browser that calls its maker would hide that the page calls somebody.
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 400, height: 800 } };
const VIEWS = ['tables', 'functions', 'calls'];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
});
after(() => browser?.close());

/** Opens a view; whatever the page says in error, or asks of another origin, fails the test. */
async function open(t, view = '', options = {}) {
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

/** A call as any other client makes it. */
async function call(target, input) {
  const scope = 'CLASSROOM/20260101/us-east-2/dynamodb/aws4_request';
  const response = await fetch(CLASS, {
    method: 'POST',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${target}`,
      'content-type': 'application/x-amz-json-1.0',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  assert.equal(response.status, 200, await response.clone().text());
}

test('tables: keys, indexes, billing, and items with what they cost', async (t) => {
  await call('PutItem', {
    TableName: 'books',
    Item: { Author: { S: '<b onclick="x">Ana</b>' }, Title: { S: '\u202eolá' }, Year: { N: '12345678901234567890.5' } },
  });
  const { page, problems } = await open(t, '#tables/books');
  await page.getByRole('heading', { name: 'books' }).waitFor();
  await page.getByText('Author (S, partition key), Title (S, sort key)').first().waitFor();
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText(/read units; \d+ items returned/).waitFor();
  await page.getByRole('cell', { name: '<b onclick="x">Ana</b>' }).waitFor();
  await page.getByRole('cell', { name: '12345678901234567890.5' }).waitFor();
  assert.deepEqual(problems, []);
});

test('functions: a test shows the answer and the log; what is no JSON is not sent', async (t) => {
  const { page, problems } = await open(t, '#functions/hello');
  await page.getByRole('heading', { name: 'hello' }).waitFor();
  const event = page.getByLabel('Event (JSON)');
  await event.fill('{');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByRole('alert').getByText('The event is not JSON').waitFor();
  await event.fill('{"nome": "João"}');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByText(/Succeeded in \d+ ms/).waitFor();
  await page.getByText('REPORT RequestId').waitFor();
  assert.deepEqual(problems, []);
});

test('calls: each call appears as it comes, and what the page reads by itself does not', async (t) => {
  const { page, problems } = await open(t, '#calls');
  await page.getByText('Nothing has been called').waitFor();
  // Until the page follows, a call can pass unseen.
  await assert.doesNotReject(async () => {
    for (let shown = 0; shown === 0; ) {
      await call('GetItem', { TableName: 'books', Key: { Author: { S: 'a' }, Title: { S: 'b' } } });
      shown = await page.getByRole('cell', { name: 'GetItem' }).count();
    }
  });
  await page.getByRole('link', { name: 'Tables' }).click();
  await page.getByRole('link', { name: 'Calls' }).click();
  assert.equal(await page.getByRole('cell', { name: 'ListTables' }).count(), 0);
  assert.deepEqual(problems, []);
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark']) {
    for (const locale of ['en-US', 'pt-BR']) {
      test(`axe finds nothing: ${size}, ${theme}, ${locale}`, async (t) => {
        for (const view of VIEWS) {
          const { page, problems } = await open(t, `#${view}`, { viewport, colorScheme: theme, locale });
          await page.locator('main h2, main [role=status]').first().waitFor();
          assert.equal(await page.getAttribute('html', 'lang'), locale === 'pt-BR' ? 'pt-BR' : 'en');
          await page.evaluate(AXE); // Not a script of the page's: its policy lets none in.
          const { violations } = await page.evaluate(() => globalThis.axe.run());
          assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html}`), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${view} is wider than the window`);
          assert.deepEqual(problems, []);
        }
      });
    }
  }
}

test('language and theme are kept', async (t) => {
  const { page } = await open(t, '#tables');
  await page.getByRole('button', { name: 'Português' }).click();
  await page.getByRole('heading', { name: 'Tabelas' }).waitFor();
  await page.getByLabel('Tema').selectOption('Escuro');
  await page.reload();
  await page.getByRole('heading', { name: 'Tabelas' }).waitFor();
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
});

test('keyboard alone: skip link, view, table, items', async (t) => {
  const { page } = await open(t, '#functions');
  await page.getByRole('heading', { level: 2 }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Tables');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'account' }).waitFor();
  const button = page.getByRole('button', { name: 'Show items' });
  for (let i = 0; i < 30 && !(await button.evaluate((e) => e === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByText(/read units/).waitFor();
});

test('a page of another origin reads nothing, frames nothing and follows nothing', async (t) => {
  const server = createServer((request, response) => response.end('<!doctype html><title>elsewhere</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const read = (url) => page.evaluate((u) => fetch(u).then((r) => r.text(), () => 'refused'), url);
  assert.equal(await read(`${CONSOLE}session.json`), 'refused');
  assert.equal(await read(`${CLASS}/_classroom/events`), 'refused');
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => (frame.onload = resolve));
  }, CONSOLE);
  assert.equal(await page.frames()[1].getByRole('heading').count(), 0);
});

test('the events ask for the token', async () => {
  assert.equal((await fetch(`${CLASS}/_classroom/events`)).status, 403);
  assert.equal((await fetch(`${CLASS}/_classroom/events`, { headers: { 'x-classroom-console': '0' } })).status, 403);
});
