import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, CLASS, CONSOLE, open } from './browser.mjs';

const KEY = { Author: { S: 'a' }, Title: { S: 'b' } };

/** Calls until the page shows it: until it follows, a call can pass unseen. */
async function until(shown, act) {
  while (!(await shown())) await act();
}

async function invoke(name, event) {
  const scope = 'CLASSROOM/20260101/us-east-2/lambda/aws4_request';
  const response = await fetch(`${CLASS}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200, await response.clone().text());
}

/** Has the page follow these events instead of the class's, once the picture is there. */
async function told(page, events) {
  const body = events.map((event) => `data: ${JSON.stringify({ time: Date.now(), ...event })}\n\n`).join('');
  let first = true;
  await page.route('**/_classroom/events', async (route) => {
    if (!first) return route.abort();
    first = false;
    await page.locator('.overview svg').waitFor();
    return route.fulfill({ contentType: 'text/event-stream', body });
  });
}

test('overview: boxes by lesson; a call lights its way and counts; the table has the same counts', async (t) => {
  const { page, problems } = await open(t);
  const box = (name) => page.getByRole('link', { name });
  await box('account, table: 0 calls').waitFor();
  for (const each of ['por-cpf, global index', 'por-aquisicao, local index', 'books, stream', 'hello, function']) {
    await box(new RegExp(`^${each}`)).waitFor();
  }
  await box(/BooksStreamFailures.*, queue/).waitFor();

  await until(
    () => page.locator('a.table.lit').count(),
    () => call('GetItem', { TableName: 'books', Key: KEY }),
  );
  await page.getByRole('button', { name: 'Count anew' }).click();
  await box('books, table: 0 calls').waitFor();
  await invoke('books-get', { Author: 'a', Title: 'b' });
  await box('books-get, function: 1 calls').waitFor();
  await box('books, table: 1 calls').waitFor();
  assert.equal(await page.locator('.arrow.used').count(), 1);
  await page.waitForFunction(() => !document.querySelector('.overview .lit'));

  await page.getByText('The same as a table').click();
  const row = page.getByRole('row', { name: 'books-get (function)' });
  assert.deepEqual(await row.getByRole('cell').allTextContents(), ['Books', '1', '0', '0', '0']);
  assert.deepEqual(problems, []);
});

test('overview: errors, denied, throttled, batches and the queue are told apart; motion is left out', async (t) => {
  const { page } = await open(t, '', { reducedMotion: 'reduce' });
  const caller = (name) => `arn:aws:sts::000000000000:assumed-role/Role/${name}`;
  const called = { kind: 'call', service: 'dynamodb', operation: 'GetItem', status: 400, resources: ['table/account'] };
  const stream = 'arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/2026-01-01T00:00:00.000';
  const failures = (await page.getByRole('link', { name: /, queue/ }).locator('title').textContent()).split(',')[0];
  await told(page, [
    { ...called, caller: caller('account-get') },
    { ...called, caller: caller('account-get'), error: 'AccessDeniedException' },
    { ...called, caller: caller('account-get'), error: 'ProvisionedThroughputExceededException' },
    { ...called, caller: caller('account-get'), error: 'ConditionalCheckFailedException' },
    { ...called, caller: 'arn:aws:iam::000000000000:user/teacher', resources: ['table/carros/index/por-cpf'] },
    { kind: 'invocation', function: 'hello', outcome: 'failed' },
    { ...called, service: 'lambda', operation: 'POST /2015-03-31/functions/hello/invocations', caller: caller('books-get'),
      resources: ['function:hello'], error: 'TooManyRequestsException' },
    { kind: 'batch', function: 'books-changes', stream, error: 'x', queue: `arn:aws:sqs:us-east-2:0:${failures}` },
    { kind: 'missed', missed: 7 },
  ]);
  await page.reload();
  for (const name of [
    'account, table: 4 calls, 1 errors, 1 denied, 1 throttled',
    'account-get, function: 0 calls, 1 denied, 1 throttled',
    'por-cpf, global index: 1 calls',
    'hello, function: 2 calls, 1 errors, 1 throttled',
    'books, stream: 1 calls, 1 errors',
    `${failures}, queue: 1 calls`,
  ]) {
    await page.getByRole('link', { name, exact: true }).waitFor();
  }
  await page.getByRole('status').getByText('7 events came too fast').waitFor();
  const styles = await page.locator('.arrow.lit path').evaluateAll((all) => all.map((e) => getComputedStyle(e).animationName));
  assert.deepEqual([...new Set(styles)], ['none']);
});

test('overview: a click and Enter lead to the function, the table, the stream', async (t) => {
  const { page, problems } = await open(t);
  await page.getByRole('link', { name: /^por-cpf, global index/ }).click();
  await page.waitForURL(`${CONSOLE}#tables/carros`);
  await page.goBack();
  await page.getByRole('link', { name: /^hello, function/ }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${CONSOLE}#functions/hello`);
  await page.goBack();
  assert.equal(await page.getByRole('link', { name: /^books, stream/ }).getAttribute('href'), '#stream/books');
  assert.deepEqual(problems, []);
});

test('overview: 10,000 events at once leave the page answering', async (t) => {
  const { page } = await open(t, '', { locale: 'pt-BR' });
  const names = ['account-get', 'account-create', 'account-list'];
  await told(
    page,
    Array.from({ length: 10_000 }, (_, i) => ({
      kind: 'call', service: 'dynamodb', operation: 'GetItem', status: 200, resources: ['table/account'], id: String(i),
      caller: `arn:aws:sts::000000000000:assumed-role/Role/${names[i % 3]}`, milliseconds: 1,
    })),
  );
  await page.reload();
  const began = performance.now();
  await page.getByRole('link', { name: 'Funções' }).click();
  await page.getByRole('heading', { name: 'hello', exact: true }).waitFor();
  const answered = performance.now() - began;
  assert.ok(answered < 3000, `${answered} ms`);
  await page.getByRole('link', { name: 'Visão geral' }).click();
  await page.getByRole('link', { name: 'account, tabela: 10000 chamadas' }).waitFor();
  t.diagnostic(`a click answered after ${Math.round(answered)} ms`);
});

test('overview: what an update of the stack adds is drawn without a reload', async (t) => {
  const { page } = await open(t);
  await page.getByRole('link', { name: /^hello, function/ }).waitFor();
  let more = 0;
  await page.route('**/architecture.json', async (route) => {
    const response = await route.fetch();
    const graph = await response.json();
    if (more > 0) graph.lessons[0].functions['mine'] = 'my.Handler';
    more += 1;
    await route.fulfill({ response, json: graph });
  });
  await told(page, [{ kind: 'stack', type: 'AWS::CloudFormation::Stack', status: 'UPDATE_COMPLETE', logicalId: 'C' }]);
  await page.reload();
  await page.getByRole('link', { name: 'mine, function: 0 calls' }).waitFor();
});
