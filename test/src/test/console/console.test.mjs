// The console as a whole in a real browser: `node --test` runs it and each view's tests; ConsoleIT starts the class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccess, open, SIZES } from './browser.mjs';

const VIEWS = ['overview', 'tables', 'functions', 'roles', 'stream', 'capacity', 'deployments', 'logs', 'calls'];

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
  await page.locator('html[data-theme=dark]').waitFor();
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
