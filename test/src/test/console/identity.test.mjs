import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';

/** What `./classroom access` shows, asked without the console's token. */
const access = async (page) => JSON.stringify(await page.evaluate(async () => {
  const { session } = await import('./aws.js');
  const scope = `${session.accessKeyId}/20260101/${session.region}/classroom/aws4_request`;
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'x-amz-target': 'classroom.DescribeAccess',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: '{"FunctionName": "books-scan"}',
  });
  return response.json();
}));

test('identity: the page shows what a function may see, in AWS’s words, and becomes the teacher again', async (t) => {
  const { page, problems } = await open(t, '#tables');
  const who = page.getByLabel('Who you are');
  await page.getByRole('heading', { name: 'account' }).waitFor();
  assert.equal(await who.locator('option:checked').textContent(), 'The teacher');
  const before = await access(page);

  await who.selectOption('books-scan');
  await page.getByText('You are books-scan').waitFor();
  const refusal = /AccessDeniedException.*\/books-scan is not authorized to perform: dynamodb:ListTables/;
  await page.getByRole('alert').getByText(refusal).waitFor();
  await page.getByRole('link', { name: 'Functions', exact: true }).click();
  await page.getByRole('alert').getByText(/not authorized to perform: lambda:ListFunctions/).waitFor();
  assert.equal(await access(page), before, 'what the page reads by itself is no use of the role');

  await who.selectOption('The teacher');
  await page.getByRole('link', { name: 'hello' }).waitFor();
  assert.equal(await page.getByText('You are books-scan').count(), 0);
  assert.ok(problems.every((each) => /status of 40[03]/.test(each)), problems.join('\n'));
});

test('identity: what a person does counts as the function’s, and nothing of it is stored', async (t) => {
  const { page } = await open(t, '#tables');
  await page.getByLabel('Who you are').selectOption('books-scan');
  await page.getByText('You are books-scan').waitFor();
  const before = JSON.parse(await access(page));
  await page.evaluate(async () => {
    const { call } = await import('./aws.js');
    await call('dynamodb', 'Scan', { TableName: 'books' });
    await call('dynamodb', 'Scan', { TableName: 'account' }).catch(() => {});
  });
  const after = JSON.parse(await access(page));
  const scans = ({ Functions: [{ Grants: grants }] }) => grants.find((each) => each.Action === 'dynamodb:Scan').Calls;
  assert.equal(scans(after), scans(before) + 1);
  const refused = ({ Functions: [{ Refused: all }] }) =>
    all.find((each) => each.Resource.endsWith('/account'))?.Calls ?? 0;
  assert.equal(refused(after), refused(before) + 1);
  assert.deepEqual(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage })), []);
  assert.equal(await page.evaluate(() => document.cookie), '');

  await page.reload();
  await page.getByRole('heading', { name: 'account' }).waitFor();
  assert.equal(await page.getByLabel('Who you are').locator('option:checked').textContent(), 'The teacher');
});
