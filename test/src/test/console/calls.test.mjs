import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, open, seen } from './browser.mjs';

test('calls: each call appears as it comes, and what the page reads by itself does not', async (t) => {
  const { page, problems } = await open(t, '#calls');
  await page.getByText('Nothing has been called').waitFor();
  await seen(page.getByRole('cell', { name: 'GetItem' }), () =>
    call('GetItem', { TableName: 'books', Key: { Author: { S: 'a' }, Title: { S: 'b' } } }),
  );
  await page.getByRole('link', { name: 'Tables' }).click();
  await page.getByRole('link', { name: 'Calls' }).click();
  assert.equal(await page.getByRole('cell', { name: 'ListTables' }).count(), 0);
  assert.deepEqual(problems, []);
});
