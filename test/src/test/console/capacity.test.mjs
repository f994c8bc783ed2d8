import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, open, seen } from './browser.mjs';

const KILOBYTES = 390;

/** A write of so many units, of always the same partition key. */
const put = () =>
  call('PutItem', {
    TableName: 'proprietarios',
    Item: { cpf: { S: '111' }, placa: { S: 'AAA1A11' }, note: { S: 'x'.repeat(KILOBYTES * 1000) } },
  });

test('capacity: units as they are used, a hot key, what would have been throttled, and what it costs', async (t) => {
  const { page, problems } = await open(t, '#capacity');
  const card = page.getByRole('region', { name: 'proprietarios', exact: true });
  await card.getByRole('meter', { name: 'proprietarios, Write' }).waitFor();
  await card.getByText('0/s of 3').first().waitFor();
  await seen(page.getByText(/Hot key: 111 takes \d+%/), put);
  await card.getByText(/^(0|-[\d,]+|[1-8]\d\d|\d\d?) of 900 left$/).first().waitFor();
  const keys = page.getByRole('region', { name: 'Busiest keys' });
  await keys.getByRole('row').filter({ hasText: '111' }).getByText('proprietarios').waitFor();

  const throttled = page.getByRole('region', { name: 'Would have been throttled' });
  await seen(throttled.getByText('TableWriteProvisionedThroughputExceeded'), put);

  await page.getByText('The charts as a table').click();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'proprietarios', exact: true }) });
  const busiest = Number((await row.nth(1).getByRole('cell').nth(2).textContent()).replaceAll(',', ''));
  assert.ok(busiest > KILOBYTES * 0.9, String(busiest));

  const cost = page.getByRole('region', { name: 'What it costs on AWS' });
  assert.match(await cost.getByRole('row').nth(1).textContent(), /Used so far.*\$0\.00\d+/);
  await page.getByText(/Prices of \d{4}-\d\d-\d\d in us-east-2, in USD/).waitFor();
  assert.deepEqual(problems, []);
});

test('capacity: in Portuguese, by keyboard alone: the table of the charts, and from zero again', async (t) => {
  const { page, problems } = await open(t, '#capacity', { locale: 'pt-BR' });
  const keys = page.getByRole('region', { name: 'Chaves mais usadas' });
  await page.getByRole('heading', { name: 'Quanto custa na AWS' }).waitFor();
  await seen(keys.getByText('bela'), () =>
    call('GetItem', { TableName: 'books', Key: { Author: { S: 'bela' }, Title: { S: 'b' } } }),
  );
  await page.getByRole('button', { name: 'Recomeçar' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Nenhuma requisição indicou uma chave.').waitFor();
  for (let i = 0; i < 5 && !(await page.evaluate(() => document.activeElement.tagName === 'SUMMARY')); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: 'carros / por-cpf' }).first().waitFor();
  assert.deepEqual(problems, []);
});
