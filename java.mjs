// The JDK that Maven and the launch scripts take, too: that of JAVA_HOME, else the first on the PATH. Its version is read from
// the file that every JDK has, so that a JDK which is too old is told at once and costs nothing.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const OLDEST = 17;
const name = process.platform === 'win32' ? 'java.exe' : 'java';
const home = process.env.JAVA_HOME;
const folders = home ? [path.join(home, 'bin')] : (process.env.PATH ?? '').split(path.delimiter);

/** The file of the virtual machine; without one the name under which the system would look for it. */
export const java = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? (home ? path.join(folders[0], name) : name);

/** 8 for 1.8.0_392, 17 for 17.0.15; undefined if there is none. */
function version() {
  let text;
  try {
    text = /^JAVA_VERSION="(.*)"/m.exec(fs.readFileSync(path.join(path.dirname(fs.realpathSync(java)), '..', 'release'), 'utf8'))?.[1];
  } catch {
    // A JRE of Java 8 or a shim of a package manager.
  }
  text = text ?? /version "([^"]*)"/.exec(spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr ?? '')?.[1];
  const numbers = /^(?:1\.)?(\d+)/.exec(text ?? '');
  return numbers ? Number(numbers[1]) : undefined;
}

/** What is wrong with the JDK and what to do, in one line; undefined if it will do. */
export function problemOfJava() {
  const found = version();
  if (found >= OLDEST) return undefined;
  const where = home ? `in JAVA_HOME (${home})` : 'on the PATH';
  return `a JDK ${OLDEST} or later is needed and ${found ? `Java ${found}` : 'no java'} was found ${where}: install one or set JAVA_HOME`;
}
