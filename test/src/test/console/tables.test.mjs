import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkAccess, call, open, SIZES } from './browser.mjs';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

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
  await page.getByRole('alert').filter({ hasText: 'ValidationException' }).waitFor();
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

/** Opens an item of the query for `Console`. */
async function openItem(page, title) {
  await queryConsole(page);
  await page.getByRole('button', { name: `Open Console, ${title}` }).click();
  await page.getByRole('heading', { name: 'Item', exact: true }).waitFor();
}

const many = (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`n${i}`, { N: `${i}` }]));
const stored = async (title) => (await call('GetItem', { TableName: 'books', Key: key(title) })).Item;
const put = (title, attributes) => call('PutItem', { TableName: 'books', Item: { ...key(title), ...attributes } });

test('tables: what somebody else has changed is shown beside mine, and not overwritten', async (t) => {
  await put('conflict', { Rating: { N: '1' }, Pages: { N: '10' } });
  const { page } = await open(t, '#tables/books');
  await openItem(page, 'conflict');
  await page.getByLabel('Value of Rating').fill('2');
  await put('conflict', { Rating: { N: '1' }, Pages: { N: '99' }, Year: { N: '1965' } });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Somebody has changed this item meanwhile' }).waitFor();
  const versions = page.getByRole('region', { name: 'Versions of the item' });
  assert.deepEqual(
    await versions.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((e) => e.innerText.trim()))),
    [['Pages', '10', '99', '10'], ['Rating', '1', '1', '2'], ['Year', 'None', '1965', 'None']],
  );
  assert.deepEqual((await stored('conflict')).Rating, { N: '1' });

  await page.getByRole('button', { name: 'Go on with my changes on top of it' }).click();
  assert.equal(await page.getByLabel('Value of Pages').inputValue(), '99');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The item was saved.').waitFor();
  assert.deepEqual(await stored('conflict'), { ...key('conflict'), Rating: { N: '2' }, Pages: { N: '99' }, Year: { N: '1965' } });
});

test('tables: an item that is gone is not made again, one that changed is not deleted, one that is there stays', async (t) => {
  await put('gone', { Rating: { N: '1' } });
  const { page } = await open(t, '#tables/books');
  await openItem(page, 'gone');
  await put('gone', { Rating: { N: '5' } });
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Yes, delete it' }).click();
  await page.getByRole('heading', { name: 'Somebody has changed this item meanwhile' }).waitFor();
  await page.getByRole('button', { name: 'Go on with the item as it is' }).click();
  await page.getByLabel('Value of Rating').fill('3');
  await call('DeleteItem', { TableName: 'books', Key: key('gone') });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Somebody has deleted this item meanwhile' }).waitFor();
  assert.equal(await stored('gone'), undefined);

  await page.getByRole('button', { name: 'Go on with mine as a new item' }).click();
  await put('gone', { Rating: { N: '4' } });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'There is an item with this key already' }).waitFor();
  assert.deepEqual((await stored('gone')).Rating, { N: '4' });
});

test('tables: every type in the form; a mistake in AWS’s words; a name twice is refused before it is sent', async (t) => {
  const all = {
    b: { B: 'AQI=' }, bool: { BOOL: true }, bs: { BS: ['AQ=='] }, l: { L: [{ S: 'x' }, { M: { n: { NULL: true } } }] },
    m: { M: { deep: { L: [{ N: '1' }] } } }, ns: { NS: ['1'] }, nul: { NULL: true }, ss: { SS: ['one'] },
  };
  await put('types', all);
  const { page } = await open(t, '#tables/books');
  await openItem(page, 'types');
  await page.getByLabel('Value of b (base64)').fill('AQID');
  await page.getByRole('combobox', { name: 'Value of bool' }).selectOption('false');
  await page.getByLabel('Value of l[0]').fill('y');
  await page.getByLabel('Value of m.deep[0]').fill('2');
  await page.getByRole('button', { name: 'Add to ss' }).click();
  await page.getByLabel('Value of ss[1]').fill('one');
  await page.getByRole('button', { name: 'Remove nul' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'contains duplicates' }).waitFor();
  await page.getByLabel('Value of ss[1]').fill('two');
  await page.getByRole('button', { name: 'Add an attribute' }).click();
  await page.getByLabel('Name of Attribute').fill('bool');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'Two attributes are called “bool”' }).waitFor();
  await page.getByLabel('Name of bool').fill('Title');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'Two attributes are called “Title”' }).waitFor();
  await page.getByRole('button', { name: 'Remove Title' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The item was saved.').waitFor();
  const { nul, ...rest } = all;
  assert.deepEqual(await stored('types'), {
    ...key('types'), ...rest, b: { B: 'AQID' }, bool: { BOOL: false }, l: { L: [{ S: 'y' }, { M: { n: { NULL: true } } }] },
    m: { M: { deep: { L: [{ N: '2' }] } } }, ss: { SS: ['one', 'two'] },
  });
});

test('tables: in Portuguese, narrow, with an open form, axe finds nothing', async (t) => {
  await put('axe', { m: { M: { l: { L: [{ S: '1' }] } } }, ss: { SS: ['one'] }, raw: { S: 'a\0' } });
  for (const [viewport, colorScheme] of [[SIZES.phone, 'dark'], [SIZES.projector, 'light']]) {
    const { page, problems } = await open(t, '#tables/books', { viewport, colorScheme, locale: 'pt-BR' });
    await page.getByRole('combobox', { name: 'Ler' }).selectOption('Query');
    await page.getByLabel('Author (S)').fill('Console');
    await page.getByLabel('Filtro: atributo').fill('ss');
    await page.getByRole('combobox', { name: 'Operador' }).selectOption('contains');
    await page.getByLabel('Valor', { exact: true }).fill('one');
    await page.getByRole('button', { name: 'Mostrar itens' }).click();
    await page.getByText(/itens devolvidos/).waitFor();
    await page.locator('summary').click();
    await checkAccess(page);
    await page.getByRole('button', { name: 'Abrir Console, axe' }).click();
    await page.getByRole('button', { name: 'Salvar' }).waitFor();
    await checkAccess(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.getByLabel('Valor de ss[0]').fill('two');
    await put('axe', { ss: { SS: ['three'] } });
    await page.getByRole('button', { name: 'Salvar' }).click();
    await page.getByRole('heading', { name: 'Alguém alterou este item enquanto isso' }).waitFor();
    await checkAccess(page);
    assert.equal(problems.length, 1); // The browser's own line about the 400.
    await put('axe', { m: { M: { l: { L: [{ S: '1' }] } } }, ss: { SS: ['one'] }, raw: { S: 'a\0' } });
  }
});

/** The variables of a client whose requests `server` answers; it reaches nothing else. */
const clientOf = (server) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
  AWS_REGION: 'us-east-2',
  AWS_DEFAULT_REGION: 'us-east-2',
  AWS_ACCESS_KEY_ID: 'CLASSROOM',
  AWS_SECRET_ACCESS_KEY: 'CLASSROOM',
  AWS_EC2_METADATA_DISABLED: 'true',
});

test('tables: the request to copy is the one that the page sent, in the shell, in Python and in Java', async (t) => {
  const asset = readdirSync(`${ROOT}/cdk.out`).find((name) => name.endsWith('.jar'));
  const folder = mkdtempSync(`${tmpdir()}/console-`);
  t.after(() => rmSync(folder, { recursive: true }));
  const runs = {
    'AWS CLI (sh)': [['aws', '--version'], (text) => ['sh', ['-c', text]]],
    'Python (boto3)': [['python3', '-c', 'import boto3'], (text) => ['python3', ['-c', text]]],
    'Java (AWS SDK 2)': [['java', '-version'], (text) => {
      const [imports, statement] = text.split('\n\n');
      const main = `${imports}\nclass Copied { public static void main(String[] all) {\n${statement}\n} }`;
      writeFileSync(`${folder}/Copied.java`, main);
      return ['java', ['-Dfile.encoding=UTF-8', '-cp', `${ROOT}/cdk.out/${asset}`, `${folder}/Copied.java`]];
    }],
  };
  let received;
  const server = createServer(async (request, response) => {
    const parts = await request.toArray();
    received = { target: request.headers['x-amz-target'], input: JSON.parse(Buffer.concat(parts)) };
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());

  const item = {
    'a "b" $HOME `x`': { S: 'back\\slash, $(x) and\n\u00e9' },
    l: { L: [{ BOOL: true }, { NULL: true }, { M: {} }] },
    z: { N: '1' },
  };
  await put("it's", item);
  await put('binary', { ...item, b: { B: 'AP8=' }, bs: { BS: ['AQ=='] }, B: { S: 'a name' }, ...many(10) });
  const { page } = await open(t, '#tables/books', { permissions: ['clipboard-read', 'clipboard-write'] });
  let sent;
  page.on('request', (request) => {
    const target = request.headers()['x-amz-target'];
    if (target?.startsWith('DynamoDB_') && !/List|Describe/.test(target)) sent = { target, input: JSON.parse(request.postData()) };
  });
  const copied = async (...languages) => {
    await page.locator('summary').click();
    for (const language of languages) {
      const [probe, command] = runs[language];
      if (spawnSync(probe[0], probe.slice(1)).status !== 0) {
        t.diagnostic(`not run: ${probe[0]} is missing`);
        continue;
      }
      await page.getByRole('combobox', { name: 'As', exact: true }).selectOption(language);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByText('Copied.').waitFor();
      const [program, all] = command(await page.evaluate(() => navigator.clipboard.readText()));
      received = undefined;
      // Not spawnSync: this process answers.
      const child = spawn(program, all, { env: clientOf(server), stdio: ['ignore', 'ignore', 'pipe'] });
      const said = (await child.stderr.toArray()).join('');
      assert.deepEqual(received, sent, `${language}: ${said}`);
    }
  };
  await page.getByLabel('Filter: attribute').fill('a "b" $HOME `x`');
  await select(page, 'Operator').selectOption('contains');
  await page.getByLabel('Value', { exact: true }).fill(`'back\\`);
  await queryConsole(page);
  await copied('AWS CLI (sh)', 'Python (boto3)');
  await page.getByLabel('Value', { exact: true }).fill('back\\');
  await openItem(page, "it's");
  await page.getByLabel('Value of z').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The item was saved.').waitFor();
  await copied('AWS CLI (sh)', 'Python (boto3)');
  // AWS CLI 1 takes binary as it is, AWS CLI 2 in base64, as the text has it.
  await openItem(page, 'binary');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Yes, delete it' }).click();
  await page.getByText('The item was deleted.').waitFor();
  await copied('Python (boto3)', 'Java (AWS SDK 2)');
});

test('tables: an index reads what it projects; an item opened from it is whole', async (t) => {
  const car = { placa: { S: 'CON5OLE' }, cpf: { S: '99999999999' }, marca: { S: 'Fiat' }, minutos: { M: {} } };
  await call('PutItem', { TableName: 'carros', Item: car });
  const { page, problems } = await open(t, '#tables/carros');
  await select(page, 'Read').selectOption('Query');
  await select(page, 'From').selectOption('por-cpf');
  await page.getByLabel('cpf (S)').fill('99999999999');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText('1 items returned, 1 read').waitFor();
  assert.deepEqual(await page.locator('thead th').allInnerTexts(), ['Open', 'placa', 'cpf', 'minutos']);
  await page.getByRole('button', { name: 'Open CON5OLE' }).click();
  assert.equal(await page.getByLabel('Value of marca').inputValue(), 'Fiat');
  await page.getByLabel('Value of marca').fill('Ford');
  await page.getByRole('button', { name: 'Save' }).click();
  // What the index holds now, one does not know without reading it.
  await page.getByText('The item was saved.').waitFor();
  assert.equal(await page.getByRole('table').count(), 0);
  assert.deepEqual(problems, []);
});

test('tables: page by page, each when it is asked for', async (t) => {
  for (let i = 0; i < 26; i++) {
    await call('PutItem', { TableName: 'books', Item: { Author: { S: 'Paging' }, Title: { S: `${100 + i}` } } });
  }
  const { page, problems } = await open(t, '#tables/books');
  const asked = [];
  page.on('request', (request) => asked.push(request.headers()['x-amz-target']));
  await select(page, 'Read').selectOption('Query');
  await page.getByLabel('Author (S)').fill('Paging');
  await page.getByRole('button', { name: 'Show items' }).click();
  await page.getByText('25 items returned, 25 read').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('1 items returned, 1 read').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Next page' }).count(), 0);
  assert.deepEqual(asked.filter((target) => /Query|Scan/.test(target)), Array(2).fill('DynamoDB_20120810.Query'));
  assert.deepEqual(problems, []);
});
