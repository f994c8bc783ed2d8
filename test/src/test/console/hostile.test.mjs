// Items that a page could show wrong, run as markup, freeze on or change by the way: put by another client, read on the
// page, opened, written back with one attribute more, and compared with what was there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, open } from './browser.mjs';

const TABLE = 'console-hostile';
const S = (text) => ({ S: text });
const nested = (depth) => (depth === 1 ? S('bottom') : depth % 2 ? { L: [nested(depth - 1)] } : { M: { m: nested(depth - 1) } });
const many = (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${String(i).padStart(4, '0')}`, { N: `${i}` }]));
const MARKUP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const DIGITS = '-12345678901234567890.123456789012345678';

/** Name, attributes besides the key `k`, what the grid says. */
const HOSTILE = [
  ['markup in a value', { v: S(MARKUP) }, MARKUP],
  ['markup in a key', { k: S(`<b onmouseover=alert(1)>${MARKUP}</b>`) }, MARKUP],
  ['names that look like HTML', { '<script>alert(1)</script>': S('1'), '"><i>': S('2') }, '<script>alert(1)</script>'],
  ['400 KB in one text', { v: S('x'.repeat(409_000)) }, `${'x'.repeat(200)}…`],
  ['right to left', { v: S('שלום عليكم'), w: S('after') }, 'שלום عليكم'],
  ['characters that reorder text', { v: S('a\u202egnp.exe\u2066') }, 'aU+202Egnp.exeU+2066'],
  ['numbers of 38 digits', { v: { N: DIGITS }, w: { NS: ['9'.repeat(38)] } }, DIGITS],
  ['binary', { v: { B: 'AAECAwT/' }, w: { BS: ['/w==', 'AA=='] } }, '{"B":"AAECAwT/"}'],
  ['1,000 attributes', many(1000), '… and 951 more attributes'],
  ['empty texts', { v: S(''), w: { L: [] }, x: { M: {} }, y: { B: '' } }, '{"L":[]}'],
  ['newline, tab and NUL', { v: S('a\nb\tc\0d\re') }, 'aLFbTABcNULdCRe'],
  ['emoji', { v: S('👩‍👩‍👧‍👦 🇧🇷 é'), '🚗': S('car') }, '👩‍👩‍👧‍👦 🇧🇷 é'],
  ['names with dots, #, : and spaces', { 'a.b[0]': S('1'), '#n0': S('2'), ':v0': S('3'), ' ': S('4') }, 'a.b[0]'],
  ['nested 32 deep', { v: nested(32) }, '{"M":{"m":{"L":[{'],
  ['a key of 2,048 bytes', { k: S('é'.repeat(1024)) }, `${'é'.repeat(200)}…`],
  ['names of JavaScript itself', JSON.parse('{"__proto__":{"S":"p"},"constructor":{"S":"c"},"toString":{"M":{"__proto__":{"N":"1"}}}}'), '__proto__'],
  ['half a pair', { v: S('a\ud83d') }, 'a'],
  ['sets, true, false and nothing', { v: { SS: ['b', 'a'] }, w: { BOOL: false }, x: { NULL: true } }, '{"BOOL":false}'],
];

before(async () => {
  await call('CreateTable', {
    TableName: TABLE,
    KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await call('PutItem', { TableName: TABLE, Item: { k: S('plain') } });
});
after(() => call('DeleteTable', { TableName: TABLE }));

const stored = async (k) => (await call('GetItem', { TableName: TABLE, Key: { k }, ConsistentRead: true })).Item;

for (const [name, attributes, shown] of HOSTILE) {
  test(`hostile: ${name}`, async (t) => {
    const item = { k: S('key'), ...attributes };
    await call('PutItem', { TableName: TABLE, Item: item });
    t.after(() => call('DeleteItem', { TableName: TABLE, Key: { k: item.k } }));
    const before = await stored(item.k);
    const { page, problems } = await open(t, `#tables/${TABLE}`);
    await page.getByRole('button', { name: 'Show items' }).click();
    await page.getByText('2 items returned, 2 read').waitFor();
    assert.ok((await page.locator('main table').innerText()).includes(shown), await page.locator('main table').innerText());
    assert.equal(await page.locator('main table').locator('img, script, b, i').count(), 0);

    // An item beside it has none of its attributes.
    const plain = page.getByRole('row', { name: 'Open plain' });
    assert.match(await plain.innerText(), /^Open\s+plain[\s…]*$/);

    await page.getByRole('button', { name: /^Open (?!plain$)/ }).click();
    const json = page.getByRole('button', { name: 'JSON' });
    await json.waitFor();
    if ((await json.getAttribute('aria-pressed')) === 'false') {
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Nothing has been changed').waitFor();
      await json.click();
    } else {
      await json.click();
      await page.getByRole('alert').filter({ hasText: 'An item of more than 200 values is edited as JSON alone' }).waitFor();
    }
    const field = page.getByLabel('The item in DynamoDB’s JSON');
    const text = await field.inputValue();
    assert.deepEqual(JSON.parse(text), before);
    // As if pasted: what types it letter by letter is slower than the page.
    await field.evaluate((element, pasted) => {
      element.value = pasted;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, text.replace('{', '{"zz": {"S": "more"},'));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The item was saved.').waitFor();
    assert.deepEqual(await stored(item.k), { ...before, zz: S('more') });
    assert.equal(await page.title(), 'Tables · Classroom console');
    assert.deepEqual(problems, []);
  });
}
