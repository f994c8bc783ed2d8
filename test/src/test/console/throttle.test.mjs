import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, open, seen } from './browser.mjs';

const LEFT = /^(-?[\d,]+) of 900 left$/;

/** 390 write units of the 900 that the table has saved; answers the error, if it is one. */
const put = async () => {
  const response = await ask('dynamodb', 'DynamoDB_20120810.PutItem', {
    TableName: 'proprietarios',
    Item: { cpf: { S: '111' }, placa: { S: 'AAA1A11' }, note: { S: 'x'.repeat(390_000) } },
  });
  return response.status === 200 ? undefined : response.json();
};

test('throttling: a bucket empties, the request that finds it empty is shown with its reason, and it fills again', async (t) => {
  const { page, problems } = await open(t, '#capacity');
  await page.getByText('Tables have the capacity that they were given (--throttle).').waitFor();
  const card = page.getByRole('region', { name: 'proprietarios', exact: true });
  const left = async () => Number(LEFT.exec(await card.getByText(LEFT).last().textContent())[1].replaceAll(',', ''));
  const full = await left();

  await seen(page.getByText('Hot key: 111 takes 100%', { exact: false }), put);
  let refused;
  while (!refused) refused = await put();

  assert.match(refused.__type, /#(ProvisionedThroughputExceeded|Throttling)Exception$/);
  const throttled = page.getByRole('region', { name: 'Throttled' });
  await throttled.getByText('TableWriteProvisionedThroughputExceeded').waitFor();
  const empty = await left();
  assert.ok(empty <= 0 && full > 0, `${full}, then ${empty}`);
  while ((await left()) <= empty) await page.waitForTimeout(100);
  assert.deepEqual(problems, []);
});
