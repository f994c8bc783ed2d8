import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, functionKey, open, seen } from './browser.mjs';

const BOOKS = 'arn:aws:dynamodb:us-east-2:000000000000:table/books';

/** What a role may not do; asked by its own key. */
const scan = async (key) => {
  const response = await ask('dynamodb', 'DynamoDB_20120810.Scan', { TableName: 'books' }, key);
  assert.equal(response.status, 400);
};

test('roles: a decision appears as it is made, and a denied one says why', async (t) => {
  const { page, problems } = await open(t, '#roles/books-get');
  const key = await functionKey('books-get');
  const decisions = page.getByRole('region', { name: 'Decisions' });
  const denied = decisions.getByRole('row').filter({ hasText: 'dynamodb:Scan' }).filter({ hasText: 'books-get' });
  await seen(denied, () => scan(key));
  await denied.getByText('table/books').waitFor();
  await denied.getByText('denied').waitFor();
  await denied.getByText('no statement allows it: none names the action').waitFor();

  const count = async () => Number(await denied.getByRole('cell').last().textContent());
  const get = { TableName: 'books', Key: { Author: { S: 'a' }, Title: { S: 'b' } } };
  assert.equal((await ask('dynamodb', 'DynamoDB_20120810.GetItem', get, key)).status, 200);
  await decisions.getByRole('row').filter({ hasText: 'dynamodb:GetItem' }).getByText('allowed').first().waitFor();
  const before = await count();
  await scan(key);
  // What was asked before the page followed may still come: it is one more, or more.
  while ((await count()) <= before) await page.waitForTimeout(20);
  await page.getByLabel('Denied only').check();
  assert.equal(await decisions.getByText('allowed', { exact: true }).count(), 0);

  // What was used is asked for again, by the page itself.
  const refused = page.getByRole('region', { name: 'Denied' });
  await refused.getByRole('cell', { name: 'dynamodb:Scan' }).waitFor();
  assert.deepEqual(problems, []);
});

test('roles: what a role grants, and a question that leaves no use', async (t) => {
  const { page, problems } = await open(t, '#roles/books-rate');
  const granted = page.getByRole('region', { name: 'Granted, and used' });
  await granted.getByRole('cell', { name: 'dynamodb:UpdateItem' }).waitFor();
  await page.getByLabel('Action').fill('dynamodb:DeleteTable');
  await page.getByLabel('Resource').fill(BOOKS);
  await page.getByLabel('Resource').press('Enter');
  const answer = page.getByRole('status').filter({ hasText: 'denied' });
  await answer.getByText(`dynamodb:DeleteTable on ${BOOKS} is denied because no statement allows it`).waitFor();
  await page.getByText('aws iam simulate-principal-policy').waitFor();

  await page.getByLabel('Action').fill('dynamodb:UpdateItem');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByRole('status').filter({ hasText: 'allowed' }).getByText(/is allowed by statement 1/).waitFor();
  await page.reload();
  await granted.getByRole('row').filter({ hasText: 'UpdateItem' }).getByText('not used').waitFor();
  assert.equal(await page.getByRole('region', { name: 'Denied' }).count(), 0);
  assert.deepEqual(problems, []);
});

test('roles: in Portuguese, by keyboard alone', async (t) => {
  const { page } = await open(t, '#roles', { locale: 'pt-BR' });
  await page.getByRole('heading', { name: 'E se?' }).waitFor();
  await page.getByRole('link', { name: 'hello' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'hello' }).waitFor();
  await page.getByLabel('Ação').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('dynamodb:Scan');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'negada' }).waitFor();
});
