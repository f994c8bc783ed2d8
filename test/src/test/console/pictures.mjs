// Pictures of the console, made again by `node test/src/test/console/pictures.mjs FOLDER`: the tour with Overview open, one
// a lesson, and then each view of a class. It needs Chromium and this folder's packages (`npm ci`).
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Say where the pictures go: node test/src/test/console/pictures.mjs FOLDER');
  process.exit(2);
}
const OUT = resolve(folder);
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const SIZE = { viewport: { width: 1280, height: 720 }, deviceScaleFactor: 0.75 };
/** How long what passed last stays lit; the picture is taken before. */
const SEEN = 500;

mkdirSync(OUT, { recursive: true });
const browser = await launch();
const page = await (await browser.newContext({ ...SIZE, colorScheme: 'light', locale: 'en-US' })).newPage();

/** Starts a command of the class. */
function classroom(...args) {
  const env = { ...process.env, CLASSROOM_LANG: 'en' };
  const child = spawn(join(ROOT, 'classroom'), args, { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout }), ended: new Promise((done) => child.on('exit', done)) };
}

async function picture(name) {
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  console.log(`${name}.png`);
}

/** The tour waits after each step; at the end of a lesson, what it did last is still lit. */
async function tour() {
  const { child, lines, ended } = classroom('tour', '--pause');
  let lesson;
  for await (const line of lines) {
    const url = /^Look at (http\S+),/.exec(line)?.[1];
    if (url) {
      await page.goto(url);
      await page.locator('.overview svg').waitFor();
    }
    const [, number, title] = /^LESSON (\d+) +(.*)$/.exec(line) ?? [];
    if (number) {
      lesson = `${number.padStart(2, '0')}-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
    }
    if (line.startsWith('Press Enter')) {
      if (lesson && line.startsWith('Press Enter for')) {
        await page.waitForTimeout(SEEN);
        await picture(`lesson-${lesson}`);
        await page.getByRole('button', { name: 'Count anew' }).click();
      }
      child.stdin.write('\n');
    }
  }
  if ((await ended) !== 0) throw new Error('the tour failed');
}

/** Each view, after the catalogue was loaded and read. */
async function views() {
  const { child, lines, ended } = classroom('up', '--port', '0');
  try {
    let url;
    for await (const line of lines) {
      url = /^ready (http\S+)/.exec(line)?.[1] ?? url;
      if (url) break;
    }
    await page.goto(`${url}/_classroom/console/`);
    await page.locator('.overview svg').waitFor();
    for (const [name, event] of [
      ['books-load', {}],
      ['books-query', { Author: 'Herman Melville' }],
      ['books-scan', { minRating: 4 }],
      ['account-create', { id: 1, email: 'ana@example.com', nome: 'Ana' }],
      ['account-create', { id: 1, email: 'ana@example.com', nome: 'Ana' }],
    ]) {
      await invoke(url, name, event);
    }
    const names = await page.locator('header nav a').evaluateAll((all) => all.map((each) => each.hash.slice(1)));
    for (const name of names) {
      await page.locator(`header nav a[href="#${name}"]`).click();
      await page.locator('main h2, main [role=status], main table').first().waitFor();
      if (name === 'tables') {
        await page.getByRole('link', { name: 'books', exact: true }).click();
        await page.getByRole('button', { name: 'Show items' }).click();
        await page.getByText(/read units/).waitFor();
      }
      await page.waitForTimeout(SEEN);
      await picture(`view-${name}`);
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function invoke(url, name, event) {
  const scope = 'CLASSROOM/20260101/us-east-2/lambda/aws4_request';
  const response = await fetch(`${url}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: JSON.stringify(event),
  });
  await response.text();
}

try {
  await tour();
  await views();
} finally {
  await browser.close();
}
