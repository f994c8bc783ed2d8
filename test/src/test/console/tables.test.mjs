import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, open } from './browser.mjs';

/** DynamoDB keeps 38 digits. */
const DIGITS = '12345678901234567890123456789012345678';

const key = (title) => ({ Author: { S: 'Console' }, Title: { S: title } });

const select = (page, name) => page.getByRole('combobox', { name, exact: true });

async function queryConsole(page) {
  await select(page, 'Read').selectOption('Query');
  await page.getByLabel('Author (S)').fill('Console');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText(/read units; \d+ items returned/).waitFor();
}

test('tables: keys, indexes, billing, and items with what they cost', async (t) => {
  await call('PutItem', { TableName: 'books', Item: { ...key('one'), Year: { N: '12345678901234567890.5' } } });
  const { page, problems } = await open(t, '#tables/books');
  await page.getByRole('heading', { name: 'books' }).waitFor();
  await page.getByText('Author (S, partition key), Title (S, sort key)').first().waitFor();
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText(/read units; \d+ items returned, \d+ read/).waitFor();
  await page.getByRole('cell', { name: '12345678901234567890.5' }).waitFor();
  assert.deepEqual(problems, []);
});

test('tables: a query by key in descending order, and a filter that reads more than it returns', async (t) => {
  for (const title of ['q1', 'q2', 'q3']) {
    await call('PutItem', { TableName: 'books', Item: { ...key(title), Rating: { N: title.slice(1) } } });
  }
  const { page, problems } = await open(t, '#tables/books');
  await select(page, 'Read').selectOption('Query');
  await page.getByLabel('Author (S)').fill('Console');
  await select(page, 'Condition on Title').selectOption('between');
  await page.getByLabel('Title (S)').fill('q1');
  await page.getByLabel('Title, up to').fill('q3');
  await select(page, 'Order').selectOption('backwards');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText('3 items returned, 3 read').waitFor();
  assert.deepEqual(await page.locator('tbody tr td:nth-child(3)').allTextContents(), ['q3', 'q2', 'q1']);
  await page.getByLabel('Filter: attribute').fill('Rating');
  await select(page, 'Operator').selectOption('<');
  await select(page, 'Type').selectOption('N');
  await page.getByLabel('Value', { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText('1 items returned, 3 read').waitFor();
  await page.getByLabel('Value', { exact: true }).fill('two');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByRole('alert').getByText('ValidationException').waitFor();
  assert.equal(problems.length, 1); // The browser's own line about the 400.
});

test('tables: an item is added with the keyboard alone, opened, changed, deleted', async (t) => {
  await call('DeleteItem', { TableName: 'books', Key: key('by keyboard') });
  const { page, problems } = await open(t, '#tables/books');
  await page.getByRole('button', { name: 'Add an item' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'New item' }).waitFor();
  const type = async (label, text) => {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement.getAttribute('aria-label'))) === label) {
        return page.keyboard.type(text);
      }
    }
    return assert.fail(`no field ${label}`);
  };
  await type('Value of Author', 'Console');
  await type('Value of Title', 'by keyboard');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Pages');
  await type('Type of Pages', 'N');
  await type('Value of Pages', DIGITS);
  await page.keyboard.press('Enter');
  await page.getByText('The item was added.').waitFor();
  await page.getByText('1 write units').waitFor();

  await queryConsole(page);
  await page.getByRole('button', { name: 'Open Console, by keyboard' }).click();
  await page.getByText('1 read units').waitFor();
  assert.equal(await page.getByLabel('Value of Pages').inputValue(), DIGITS);
  await page.getByLabel('Value of Pages').fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The item was saved.').waitFor();
  await page.getByRole('cell', { name: '7', exact: true }).waitFor();

  await page.getByRole('button', { name: 'Open Console, by keyboard' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Yes, delete it' }).click();
  await page.getByText('The item was deleted.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Open Console, by keyboard' }).count(), 0);
  assert.deepEqual(problems, []);
});
