// The JDK that Maven and the launch scripts take, too: that of JAVA_HOME, else the first on the PATH. Its version is
// read from a file that every JDK has, so that an old JDK is refused at once without starting it.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const OLDEST = 17;
const WINDOWS = process.platform === 'win32';
const name = WINDOWS ? 'java.exe' : 'java';
const home = process.env.JAVA_HOME;
const folders = home ? [path.join(home, 'bin')] : (process.env.PATH ?? '').split(path.delimiter);

/** The translations of the person's language, by the rules of the Java class Language; none for English. */
function translations() {
  const set = ['CLASSROOM_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'].map((variable) => process.env[variable]?.trim()).find(Boolean);
  if (!/^pt([-_.@].*)?$/i.test(set ?? Intl.DateTimeFormat().resolvedOptions().locale)) return {};
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, 'template/src/main/resources/classroom/template/language/pt-BR.json'), 'utf8'));
  } catch {
    return {};
  }
}

const TRANSLATIONS = translations();

/** Returns a text in the person's language, with these values in its places %s or %2$s, as the Java class Texts does. */
export function text(english, ...values) {
  let place = 0;
  return (TRANSLATIONS[english] ?? english).replace(/%(?:(\d+)\$)?s/g, (_, number) => String(values[number ? number - 1 : place++]));
}

/** The file of the virtual machine; without one the name under which the system would look for it. */
export const java = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? (home ? path.join(folders[0], name) : name);

/** The lines that `locale` prints, its complaints among them. */
function locale(...args) {
  const { stdout, stderr } = spawnSync('locale', args, { encoding: 'utf8' });
  return `${stderr ?? ''}${stdout ?? ''}`.trim().split('\n');
}

/**
 * The user's own LC_ALL unless it takes another one to have UTF-8: without, the virtual machine takes "João" for
 * "Jo??o".
 */
function utf8() {
  const said = WINDOWS ? ['UTF-8'] : locale('charmap');
  // The program complains about a missing locale. Then the virtual machine uses none, even if the others exist.
  if (said.length === 1 && said[0] === 'UTF-8') return process.env.LC_ALL;
  const names = locale('-a').filter((name) => /\.utf-?8$/i.test(name));
  return names.find((name) => /^(C|en_US)\./.test(name)) ?? names[0] ?? 'C.UTF-8';
}

/** The variables for a virtual machine. */
export const environment = { ...process.env, LC_ALL: utf8() };

/** 8 for 1.8.0_392, 17 for 17.0.15; undefined if there is none. */
function version() {
  let said;
  try {
    said = /^JAVA_VERSION="(.*)"/m.exec(fs.readFileSync(path.join(path.dirname(fs.realpathSync(java)), '..', 'release'), 'utf8'))?.[1];
  } catch {
    // A JRE of Java 8 or a shim of a package manager.
  }
  said = said ?? /version "([^"]*)"/.exec(spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr ?? '')?.[1];
  const numbers = /^(?:1\.)?(\d+)/.exec(said ?? '');
  return numbers ? Number(numbers[1]) : undefined;
}

/**
 * Characters in a path behind which no class is found, in any locale: those outside Unicode's basic plane; the
 * separator of class path entries; and the end of a jar in a URL.
 */
const UNREADABLE = new RegExp(`[\\u{10000}-\\u{10ffff}]|!(?=[/${WINDOWS ? '\\\\' : ''}])${WINDOWS ? '' : '|:'}`, 'u');

/**
 * Returns in one line what is wrong with the JDK, or with the project's folder for every JDK, and what to do; undefined
 * if both work.
 */
export function problemOfJava() {
  const unreadable = UNREADABLE.exec(`${ROOT}/`);
  if (unreadable) return text('Java finds no classes in %s, for it has "%s" in its name: rename or move that folder', ROOT, unreadable[0]);
  const found = version();
  if (found >= OLDEST) return undefined;
  return noJdk(found ? `Java ${found}` : undefined, 'java');
}

/** Returns in one line that there is no JDK, or only this one, and what to do. */
export function noJdk(found, program) {
  const where = home ? text('in JAVA_HOME (%s)', home) : text('on the PATH');
  return found
    ? text('a JDK %s or later is needed and %s was found %s: install one or set JAVA_HOME', OLDEST, found, where)
    : text('a JDK %s or later is needed and no %s was found %s: install one or set JAVA_HOME', OLDEST, program, where);
}
