// The console as a whole in a real browser: `node --test` runs it and each view's tests; ConsoleIT starts the class.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { browser, checkAccess, CLASS, CONSOLE, open, SIZES } from './browser.mjs';

const VIEWS = ['overview', 'tables', 'functions', 'roles', 'stream', 'capacity', 'logs', 'calls'];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark']) {
    for (const locale of ['en-US', 'pt-BR']) {
      test(`axe finds nothing: ${size}, ${theme}, ${locale}`, async (t) => {
        for (const view of VIEWS) {
          const { page, problems } = await open(t, `#${view}`, { viewport, colorScheme: theme, locale });
          await page.locator('main h2, main [role=status]').first().waitFor();
          assert.equal(await page.getAttribute('html', 'lang'), locale === 'pt-BR' ? 'pt-BR' : 'en');
          await checkAccess(page);
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
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Overview');
  await page.keyboard.press('Tab');
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
