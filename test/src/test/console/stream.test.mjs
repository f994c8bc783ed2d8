import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, checkAccess, invoke, open, SIZES } from './browser.mjs';

let books = 0;
/** A book that no other test writes. */
const book = () => ({ Author: 'Ana Souza', Title: `Volume ${process.pid}.${books++}` });
const item = ({ Author, Title, Rating, ...others }) => ({
  Author: { S: Author },
  Title: { S: Title },
  ...(Rating && { Rating: { N: String(Rating) } }),
  ...others,
});
const put = (attributes) => call('PutItem', { TableName: 'books', Item: item(attributes) });
const change = (page, event, { Title }) => page.getByRole('option', { name: new RegExp(`${event} .* ${Title} `) });

const rowsOf = (page, name) => page.getByRole('region', { name }).getByRole('row');

/** Until the page follows, a batch can pass unseen: it does when it shows the batch of a change. */
async function follow(t, options) {
  const opened = await open(t, '#stream/books', options);
  const { page } = opened;
  await page.getByRole('heading', { name: 'books' }).waitFor();
  const handled = page.locator('.batches .handled').first();
  for (let seen = false; !seen; ) {
    await put(book());
    seen = await handled.waitFor({ timeout: 1000 }).then(() => true, () => false);
  }
  return opened;
}

test('stream: a change comes by itself, with the batch that took it and the difference in words', async (t) => {
  const { page, problems } = await follow(t);
  const written = book();
  await invoke('books-put', { ...written, Rating: 4, Pages: 100, Editions: ['2', '1'] });
  await change(page, 'INSERT', written).getByText('✓ handled').waitFor();
  await invoke('books-put', { ...written, Rating: 5, Shelf: 'A', Editions: ['1', '2'], overwrite: true });
  const modified = change(page, 'MODIFY', written);
  await modified.getByText('✓ handled').waitFor();

  await modified.click();
  const rows = page.locator('table.images tbody tr');
  await page.getByRole('heading', { name: `MODIFY ${written.Author} / ${written.Title}` }).waitFor();
  assert.deepEqual(await rows.allInnerTexts(), [
    `Author key\tS ${written.Author}\tS ${written.Author}\t= same`,
    `Title key\tS ${written.Title}\tS ${written.Title}\t= same`,
    'Pages\tN 100\t\t− removed',
    'Rating\tN 4\tN 5\t≠ changed',
    'Shelf\t\tS A\t+ added',
    'Editions\tSS ["1","2"]\tSS ["1","2"]\t= same',
  ]);
  assert.equal(await page.locator('table.images del').count(), 2);
  assert.equal(await page.locator('table.images ins').count(), 2);
  await page.getByText(/✓ handled: books-changes, batch \d+, attempt 1/).waitFor();
  assert.deepEqual(problems, []);
});

test('stream: a poison record is followed from its report over its retries to the queue', async (t) => {
  const { page, problems } = await follow(t);
  const [good, poison] = [book(), { ...book(), Rating: 11 }];
  await call('BatchWriteItem', {
    RequestItems: { books: [good, poison].map((each) => ({ PutRequest: { Item: item(each) } })) },
  });
  await change(page, 'INSERT', poison).getByText('✗ given up').waitFor();
  await change(page, 'INSERT', good).getByText('✓ handled').waitFor();

  const key = `${poison.Author} / ${poison.Title}`;
  const batches = rowsOf(page, 'Batches').filter({ hasText: `reported: ${key}` });
  await batches.filter({ hasText: '1 record, attempt 3' }).getByText('✗ given up').waitFor();
  await batches.filter({ hasText: '1 record, attempt 2' }).getByText('↻ failed, is tried again').waitFor();
  const given = page.getByRole('listitem').filter({ hasText: `RetryAttemptsExhausted ${key}` });
  await given.getByText(/A message went to the queue Classroom-BooksStreamFailures/).waitFor();
  await given.getByText('Message', { exact: true }).click();
  await given.getByText('"approximateInvokeCount": 3').waitFor();
  await checkAccess(page);

  // A person reads the queue, and twice: the messages stay.
  for (let round = 1; round <= 2; round++) {
    const received = (each) => each.request().headers()['x-amz-target'] === 'AmazonSQS.ReceiveMessage';
    const answer = page.waitForResponse(received);
    await page.getByRole('button', { name: 'Read the queue' }).click();
    assert.ok((await (await answer).json()).Messages.length > 0);
  }
  await page.locator('pre').filter({ hasText: 'DDBStreamBatchInfo' }).nth(1).waitFor();
  assert.deepEqual(problems, []);
});

test('stream: a batch that fails at its first record is cut in two halves', async (t) => {
  const { page, problems } = await follow(t);
  const [poison, good] = [{ ...book(), Rating: 11 }, book()];
  await call('TransactWriteItems', {
    TransactItems: [poison, good].map((each) => ({ Put: { TableName: 'books', Item: item(each) } })),
  });
  await change(page, 'INSERT', good).getByText('✓ handled').waitFor();
  const batches = rowsOf(page, 'Batches');
  await batches.filter({ hasText: '2 records, attempt 1' }).getByText('✂ cut in two halves').waitFor();
  assert.deepEqual(problems, []);
});

test('stream: what came before the page, a large item and markup are shown, cut and as text', async (t) => {
  const large = book();
  await put({
    ...large,
    Text: { S: 'x'.repeat(390_000) },
    Html: { S: '<img src=x onerror="document.title=1">' },
    Number: { N: '12345678901234567890123456789012345678' },
  });
  const wide = { ...book() };
  await put({ ...wide, ...Object.fromEntries([...Array(1000)].map((_, i) => [`a${i}`, { BOOL: true }])) });
  const { page, problems } = await open(t, '#stream/books');
  await change(page, 'INSERT', large).click();
  await page.getByText('<img src=x onerror="document.title=1">').waitFor();
  await page.getByText('12345678901234567890123456789012345678').waitFor();
  const text = await page.getByRole('row', { name: /^Text/ }).locator('ins').innerText();
  assert.equal(text, `${'x'.repeat(1000)}…`);
  await change(page, 'INSERT', wide).click();
  await page.getByText('902 more attributes are not shown.').waitFor();
  assert.equal(await page.locator('table.images tbody tr').count(), 100);
  assert.deepEqual(problems, []);
});

test('stream: keyboard alone chooses a change, and follows the newest again', async (t) => {
  const [first, second] = [book(), book()];
  await put(first);
  await put(second);
  const { page } = await open(t, '#stream/books');
  await page.getByRole('heading', { name: `INSERT ${second.Author} / ${second.Title}` }).waitFor();
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: `INSERT ${first.Author} / ${first.Title}` }).waitFor();
  assert.equal(await change(page, 'INSERT', first).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: `INSERT ${second.Author} / ${second.Title}` }).waitFor();
  await page.getByRole('button', { name: 'Follow the newest change' }).press('Enter');
  const third = book();
  await put(third);
  await page.getByRole('heading', { name: `INSERT ${third.Author} / ${third.Title}` }).waitFor();
});

test('stream: in Portuguese, dark, on a phone', async (t) => {
  const { page, problems } = await follow(t, { locale: 'pt-BR', colorScheme: 'dark', viewport: SIZES.phone });
  const written = book();
  await put(written);
  await change(page, 'INSERT', written).getByText('✓ tratado').waitFor();
  await page.getByRole('columnheader', { name: 'Diferença' }).waitFor();
  await checkAccess(page);
  assert.deepEqual(problems, []);
});

test('stream: a record of every kind, as the page reads it', async (t) => {
  const { page } = await open(t, '#stream/books');
  const rows = (eventName, images) =>
    page.evaluate(
      async ([record, keys]) => {
        const { change } = await import('/_classroom/console/changes.js');
        return change(record, keys).rows.map(({ name, what, old, now }) => [name, what, old?.text, now?.text]);
      },
      [{ eventName, dynamodb: { Keys: { b: { N: '2' }, a: { S: 'x' } }, SequenceNumber: '1', ...images } }, ['a', 'b']],
    );
  const image = (attributes) => ({ b: { N: '2' }, a: { S: 'x' }, ...attributes });

  // Sets and maps have no order.
  const old = { l: { L: [{ N: '1' }, { N: '2' }] }, m: { M: { p: { S: '' }, q: { S: '' } } }, s: { NS: ['1', '2'] } };
  const now = { l: { L: [{ N: '2' }, { N: '1' }] }, m: { M: { q: { S: '' }, p: { S: '' } } }, s: { NS: ['2', '1'] } };
  const modified = await rows('MODIFY', { OldImage: image(old), NewImage: image(now) });
  const differences = modified.map(([name, what]) => `${name} ${what}`);
  assert.deepEqual(differences, ['a same', 'b same', 'l changed', 'm same', 's same']);
  // A stream that has no old image does not tell what has changed.
  assert.deepEqual(await rows('MODIFY', { NewImage: image() }), [
    ['a', undefined, undefined, 'x'],
    ['b', undefined, undefined, '2'],
  ]);
  assert.deepEqual(await rows('REMOVE', {}), [
    ['a', 'removed', 'x', undefined],
    ['b', 'removed', '2', undefined],
  ]);
  assert.deepEqual(await rows('INSERT', {}), [
    ['a', 'added', undefined, 'x'],
    ['b', 'added', undefined, '2'],
  ]);
});
