import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, checkAccess, CLASS, CONSOLE, open, SIZES } from './browser.mjs';

const select = (page, name) => page.getByRole('combobox', { name, exact: true });

test('functions: by lesson, as the template has them, with what each is made of', async (t) => {
  const { page, problems } = await open(t, '#functions/books-get');
  const lessons = page.getByRole('navigation', { name: 'Functions' });
  await lessons.getByRole('list', { name: 'Books' }).getByRole('link', { name: 'books-changes' }).waitFor();
  assert.deepEqual(await lessons.locator('.group').allTextContents(), ['Greeting', 'Accounts', 'Books', 'ParkingLot', 'Registry']);
  assert.equal(await lessons.getByRole('link').count(), 23);
  await page.getByText('classroom.books.GetBook').waitFor();
  await page.getByText('512 MB', { exact: true }).waitFor();
  await page.getByText(/BOOKS_TABLE=books|TABLE\w*=books/).waitFor();
  assert.deepEqual(problems, []);
});

test('functions: an example shows answer, body, log, duration and start, and the invocation', async (t) => {
  const { page, problems } = await open(t, '#functions/hello');
  await page.getByRole('heading', { name: 'hello' }).waitFor();
  await page.getByRole('heading', { name: 'Invocations of the last hour' }).waitFor();
  const run = async (outcome) => {
    await page.getByRole('button', { name: 'Run the test' }).click();
    await page.getByText(outcome).waitFor();
  };
  await run(/Answered in \d+ ms · statusCode 200 · Duration [\d.]+ ms · Billed \d+ ms · (cold|warm)/);
  assert.match(await page.getByRole('region', { name: 'Answer', exact: true }).innerText(), /^{\n {2}"statusCode": 200,\n/);
  assert.equal(await page.getByRole('region', { name: 'Its body' }).innerText(), '"Oi Ana Souza"');
  await page.getByText('REPORT RequestId').waitFor();
  await select(page, 'Events').selectOption('400 · No sobrenome');
  await run(/Answered in \d+ ms .* warm/);
  await page.getByText('"statusCode": 400').waitFor();
  const invocations = page.getByRole('region', { name: 'Invocations of the last hour' });
  await invocations.getByRole('row').nth(2).waitFor();
  assert.deepEqual(problems, []);
});

test('functions: what is no JSON is not sent; an own event is kept by name and can be forgotten', async (t) => {
  const { page, problems } = await open(t, '#functions/account-get');
  const event = page.getByLabel('Event (JSON)');
  await event.fill('{');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByRole('alert').filter({ hasText: 'The event is not JSON' }).waitFor();
  await event.fill('{"id": 12345678901234567890}');
  await page.getByLabel('Name').fill('__proto__: mine');
  await page.getByRole('button', { name: 'Keep the event' }).click();
  await select(page, 'Events').selectOption('404 · Nobody\'s account');
  assert.match(await event.inputValue(), /"id": 1002/);
  await page.reload();
  await select(page, 'Events').selectOption('__proto__: mine');
  assert.equal(await event.inputValue(), '{"id": 12345678901234567890}');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByText('Answered in').waitFor();
  await page.getByRole('button', { name: 'Forget the event' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'account-get' }).waitFor();
  assert.equal(await page.getByRole('option', { name: '__proto__: mine' }).count(), 0);
  assert.deepEqual(problems, []);
});

test('functions: in Portuguese, narrow, after a test that failed, axe finds nothing', async (t) => {
  const { page, problems } = await open(t, '#functions/books-changes', { viewport: SIZES.phone, locale: 'pt-BR' });
  await select(page, 'Eventos').selectOption('Unhandled · Records é um número');
  await page.getByRole('button', { name: 'Executar o teste' }).click();
  await page.getByText(/Falhou \(Unhandled\) em \d+ ms/).waitFor();
  await page.getByRole('region', { name: 'Invocações da última hora' }).waitFor();
  await checkAccess(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(problems, []);
});

test('functions: one that stands in no lesson, or has no examples, shows like ours with an empty event', async (t) => {
  const { page } = await open(t);
  await page.route(`${CLASS}/`, async (route) => {
    if (!/Action=GetTemplate/.test(route.request().postData())) return route.continue();
    const response = await route.fetch();
    const body = (await response.text())
      .replace('Classroom/Greeting/Hello/Function/Resource', 'Classroom/Hello/Resource')
      .replaceAll('classroom:examples', 'other:metadata');
    return route.fulfill({ response, body });
  });
  await page.goto(`${CONSOLE}#functions/hello`);
  await page.getByRole('list', { name: 'Without a lesson' }).getByRole('link', { name: 'hello' }).waitFor();
  assert.equal(await page.getByLabel('Event (JSON)').inputValue(), '{}');
});

test('functions: who may not read the stacks sees the functions without their lessons', async (t) => {
  const { page } = await open(t);
  await page.route(`${CLASS}/`, (route) =>
    /Action=/.test(route.request().postData()) ? route.fulfill({ status: 403, body: '{}' }) : route.continue(),
  );
  await page.goto(`${CONSOLE}#functions/hello`);
  await page.getByRole('heading', { name: 'hello' }).waitFor();
  assert.equal(await page.getByRole('list', { name: 'Without a lesson' }).getByRole('link').count(), 23);
});

/** In the order in which a lesson calls them: what one writes, the next finds. */
const ORDER = ['hello', 'account-create', 'account-get', 'account-list', 'account-update', 'account-delete', 'books-put',
  'books-load', 'books-get', 'books-query', 'books-scan', 'books-transact', 'books-rate', 'books-delete', 'books-changes',
  'garage-enter', 'garage-exit', 'garage-time', 'garage-bill', 'registry-add', 'registry-vehicles', 'registry-owner',
  'registry-transfer'];

test('functions: each has good and bad examples, in both languages, and they answer what they say', async () => {
  const clean = (TableName, Key) => call('DeleteItem', { TableName, Key });
  await clean('account', { id: { N: '1001' }, email: { S: 'ana@example.com' } });
  await clean('books', { Author: { S: 'Frank Herbert' }, Title: { S: 'Dune' } });
  await clean('carros', { placa: { S: 'EXA1M23' } });
  for (const cpf of ['11122233344', '55566677788', 'placa#EXA1M23']) {
    await clean('proprietarios', { cpf: { S: cpf }, placa: { S: 'EXA1M23' } });
  }
  const template = await declared();
  const examples = new Map(
    Object.values(template.Resources)
      .filter((each) => each.Type === 'AWS::Lambda::Function')
      .map((each) => [each.Properties.FunctionName, each.Metadata['classroom:examples']])
      .filter(([, its]) => its),
  );
  assert.deepEqual([...examples.keys()].sort(), [...ORDER].sort());
  for (const name of ORDER) {
    for (const { en, pt, answer, event } of examples.get(name)) {
      assert.ok(en && pt, `${name}: ${en}`);
      assert.equal(await outcome(name, event), answer, `${name}: ${en}`);
    }
    const answers = examples.get(name).map((each) => each.answer ?? '200');
    assert.ok(answers.some((each) => each < '400') && answers.some((each) => each >= '400'), name);
  }
});

async function query(Action, input) {
  const response = await fetch(CLASS, {
    method: 'POST',
    headers: signed('cloudformation'),
    body: new URLSearchParams({ Action, Version: '2010-05-15', ...input }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

async function declared() {
  const answer = await query('GetTemplate', { StackName: 'Classroom' });
  const [, text] = /<TemplateBody>(.*)<\/TemplateBody>/s.exec(answer);
  const entities = { quot: '"', lt: '<', gt: '>', amp: '&', apos: "'" };
  return JSON.parse(text.replace(/&(\w+);/g, (whole, name) => entities[name] ?? whole));
}

const signed = (service) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=CLASSROOM/20260101/us-east-2/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** The status of a function's answer, or how it failed; undefined if it answers none, as one of a stream does. */
async function outcome(name, body) {
  const url = `${CLASS}/2015-03-31/functions/${name}/invocations`;
  const response = await fetch(url, { method: 'POST', headers: signed('lambda'), body });
  const answer = await response.json();
  return response.headers.get('x-amz-function-error') ?? answer.statusCode?.toString();
}
