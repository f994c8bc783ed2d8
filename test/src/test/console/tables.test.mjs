import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, open } from './browser.mjs';

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
