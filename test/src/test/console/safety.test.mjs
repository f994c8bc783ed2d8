// Who is not let in: pages of other origins, by whatever they can send, and names made to mean this machine.
import assert from 'node:assert/strict';
import { createServer, get } from 'node:http';
import { test } from 'node:test';
import { browser, CLASS, CONSOLE, open } from './browser.mjs';

const EVENTS = `${CLASS}/_classroom/events`;

/** A page of another origin in a browser of its own, and the status of each answer that the class gives to it. */
async function elsewhere(t) {
  const server = createServer((request, response) => response.end('<!doctype html><title>elsewhere</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const statuses = [];
  page.on('response', (response) => response.url().startsWith(CLASS) && statuses.push(response.status()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  return { page, statuses };
}

test('a page elsewhere reads nothing, frames nothing and follows nothing', async (t) => {
  const { page, statuses } = await elsewhere(t);
  const read = (url) => page.evaluate((u) => fetch(u).then((r) => r.text(), () => 'refused'), url);
  assert.equal(await read(`${CONSOLE}session.json`), 'refused');
  assert.equal(await read(EVENTS), 'refused');
  const source = (url) => new Promise((resolve) => (new EventSource(url).onerror = () => resolve('refused')));
  assert.equal(await page.evaluate(source, EVENTS), 'refused');
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => (frame.onload = resolve));
  }, CONSOLE);
  assert.equal(await page.frames()[1].getByRole('heading').count(), 0);
  assert.deepEqual([...new Set(statuses)], [403]);
});

for (const [tag, file] of [['img', 'icon.svg'], ['script', 'app.js'], ['script', 'session.json']]) {
  test(`a page elsewhere loads nothing: ${tag} ${file}`, async (t) => {
    const { page } = await elsewhere(t);
    const load = ([name, src]) => new Promise((resolve) => {
      const element = document.createElement(name);
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('refused');
      element.src = src;
      document.body.append(element);
    });
    assert.equal(await page.evaluate(load, [tag, CONSOLE + file]), 'refused');
  });
}

test('a page elsewhere sends nothing: a form, and a request that asks nobody first', async (t) => {
  const { page, statuses } = await elsewhere(t);
  const target = `${CLASS}/?X-Amz-Target=DynamoDB_20120810.DeleteTable`;
  const input = { method: 'POST', mode: 'no-cors', body: '{"TableName": "books"}' };
  const send = ([url, init]) => fetch(url, init).then((r) => r.type);
  assert.equal(await page.evaluate(send, [target, input]), 'opaque');
  const answered = page.waitForResponse(target);
  await page.evaluate((action) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', enctype: 'text/plain', action });
    form.innerHTML = '<input name=\'{"TableName": "books", "x": "\' value=\'"}\'>';
    document.body.append(form);
    form.submit();
  }, target);
  assert.match(await (await answered).text(), /web pages may not call the local class/);
  assert.deepEqual(statuses, [403, 403]);
});

test('a page elsewhere cannot lead to the console; a person who types its address can', async (t) => {
  const { page, statuses } = await elsewhere(t);
  await page.evaluate((url) => (location.href = url), CONSOLE);
  await page.waitForURL(CONSOLE);
  assert.deepEqual(statuses, [403]);
  await page.goto(CONSOLE);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('a name that was made to mean this machine gets nothing', async () => {
  const status = (path, headers) => new Promise((resolve) => {
    get(CLASS + path, { headers }, (response) => resolve(response.resume().statusCode));
  });
  const host = `rebound.example:${new URL(CLASS).port}`;
  const console = new URL(CONSOLE).pathname;
  for (const path of [console, `${console}session.json`, new URL(EVENTS).pathname, '/']) {
    assert.equal(await status(path, { host }), 403, path);
    assert.equal(await status(path, { origin: 'null' }), 403, `${path} of a page without an origin`);
  }
  assert.equal(await status(console, {}), 200);
});

test('the events ask for the token', async () => {
  for (const headers of [{}, { 'x-classroom-console': '0' }]) {
    assert.equal((await fetch(EVENTS, { headers })).status, 403);
  }
});

test('the policy of the page lets in no script and no style of its markup', { timeout: 60_000 }, async (t) => {
  const { page } = await open(t);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const refused = await page.evaluate(async () => {
    const found = [];
    const all = new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (e) => found.push(e.effectiveDirective) === 5 && resolve());
    });
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = '<img src="icon.svg" onload="globalThis.ran = 1"><b style="color: red">x</b>';
    place.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = 2' }));
    place.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/x.png' }));
    await fetch('http://127.0.0.1:9/').catch(() => {});
    await all;
    return [...found.sort(), globalThis.ran];
  });
  const directives = ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr'];
  assert.deepEqual(refused, [...directives, undefined], 'what was refused, and what ran');
});
