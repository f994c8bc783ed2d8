import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccess, invoke, open, SIZES } from './browser.mjs';

const GROUP = `#logs/${encodeURIComponent('/aws/lambda/books-changes')}`;
const record = (Title) => ({
  eventID: Title,
  eventName: 'INSERT',
  dynamodb: { Keys: { Author: { S: 'a' }, Title: { S: Title } }, SequenceNumber: '1', NewImage: { Pages: { N: '1' } } },
});
/** Titles of this run: a class may have lines of an earlier one. */
const own = (title) => `${title} ${process.pid}`;
/** Has `books-changes` write a line about a book of that title. */
const write = (title) => invoke('books-changes', { Records: [record(own(title))] });
const line = (page, title) => page.getByRole('row').filter({ hasText: `"Title":"${own(title)}"` });

test('logs: lines come by themselves, by request and with their level', async (t) => {
  await write('before');
  const { page, problems } = await open(t, GROUP);
  await page.getByRole('heading', { name: 'books-changes' }).waitFor();
  await line(page, 'before').first().waitFor();
  await write('while');
  await line(page, 'while').waitFor();
  const request = page.locator('tbody').filter({ hasText: own('while') });
  await request.getByText(/^Request [0-9a-f-]{36} · [\d.]+ ms/).waitFor();
  await request.getByRole('row', { name: /Lambda START RequestId: / }).waitFor();

  await invoke('books-changes', {});
  const failed = page.getByRole('row').filter({ hasText: 'Records is required' });
  await failed.getByRole('cell', { name: 'ERROR' }).last().waitFor();
  await checkAccess(page);
  // The newest line comes in sight, wherever one has scrolled to.
  await page.locator('.log').evaluate((e) => (e.scrollTop = -e.scrollHeight));
  await write('last');
  await line(page, 'last').waitFor();
  await page.waitForFunction(() => {
    const bottom = (name) => document.querySelector(name).getBoundingClientRect().bottom;
    return bottom('.log tbody:last-child tr:last-child') <= bottom('.log') + 1 && bottom('.log') <= innerHeight;
  });
  assert.deepEqual(problems, []);
});

test('logs: a pattern filters, a wrong one is refused in the words of AWS, and none shows all again', async (t) => {
  await write('wanted');
  await write('other');
  const { page } = await open(t, GROUP);
  await line(page, 'other').first().waitFor();
  const pattern = page.getByLabel('Filter pattern');
  await pattern.fill('wanted -other');
  await pattern.press('Enter');
  await line(page, 'wanted').first().waitFor();
  await line(page, 'other').first().waitFor({ state: 'detached' });
  await write('wanted too');
  await line(page, 'wanted too').waitFor();

  await pattern.fill('a.b');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('alert').getByText("InvalidParameterException Invalid character(s) in term 'a.b'").waitFor();
  await pattern.fill('');
  await page.getByRole('button', { name: 'Filter' }).click();
  await line(page, 'other').first().waitFor();
});

test('logs: who does not follow reads in peace, and then on', async (t) => {
  await write('still');
  const [{ page }, { page: following }] = [await open(t, GROUP), await open(t, GROUP)];
  await line(page, 'still').first().waitFor();
  await page.getByLabel('Follow new lines').uncheck();
  // Between two lines that come one after the other, a page that follows has asked at least once.
  for (const title of ['meanwhile', 'meanwhile too']) {
    await write(title);
    await line(following, title).waitFor();
  }
  assert.equal(await line(page, 'meanwhile').count(), 0);
  await page.getByLabel('Follow new lines').check();
  await line(page, 'meanwhile too').waitFor();
});

test('logs: in Portuguese, by keyboard, on a phone', async (t) => {
  const { page, problems } = await open(t, '#logs', { locale: 'pt-BR', viewport: SIZES.phone });
  await page.getByRole('link', { name: 'books-changes' }).press('Enter');
  await page.getByRole('heading', { name: 'books-changes' }).waitFor();
  await checkAccess(page);
  await page.getByLabel('Padrão de filtro').press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.equal(await page.getByLabel('Seguir as linhas novas').isChecked(), false);
  assert.deepEqual(problems, []);
});

test('logs: of many lines the last thousand are kept', async (t) => {
  await invoke('books-changes', { Records: [...Array(1100)].map((_, i) => record(own(`many ${i}.`))) });
  const { page, problems } = await open(t, GROUP);
  await page.getByText('The last 1000 lines').waitFor();
  await line(page, 'many 1099.').first().waitFor();
  assert.equal(await line(page, 'many 0.').count(), 0);
  await write('after many');
  await line(page, 'after many').waitFor();
  assert.ok((await page.getByRole('row').count()) < 1020);
  assert.deepEqual(problems, []);
});
