import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';

test('functions: a test shows the answer and the log; what is no JSON is not sent', async (t) => {
  const { page, problems } = await open(t, '#functions/hello');
  await page.getByRole('heading', { name: 'hello' }).waitFor();
  const event = page.getByLabel('Event (JSON)');
  await event.fill('{');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByRole('alert').getByText('The event is not JSON').waitFor();
  await event.fill('{"nome": "João"}');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByText(/Succeeded in \d+ ms/).waitFor();
  await page.getByText('REPORT RequestId').waitFor();
  assert.deepEqual(problems, []);
});
