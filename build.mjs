// Builds what is stale, so that cdk.json, classroom and classroom.cmd can call it every time: when nothing changed it
// only hashes the sources (about 0.1 s). For `invoke` it builds only what is missing: the class that runs answers. Works
// in the same way from sh and from cmd.exe. It prints its own messages to standard error.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environment, noJdk, problemOfJava, text } from './java.mjs';

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const TARGET = path.join(ROOT, 'target');
const LOCK = path.join(TARGET, 'build.lock');
const WINDOWS = process.platform === 'win32';
const ONE_HOUR_MS = 60 * 60 * 1000;
const A_WRITE_MS = 10_000;
const FIRST_LINE_MS = 5_000;
/** Back to the beginning of the line, which is emptied. */
const CLEAR = '\r\x1b[K';
/** An editor's own copies, locks and backups. */
const EDITORS = /^[.#]|~$/;

/**
 * The parts, each built together. A change of functions or infra does not touch the command line's jars, because a
 * running class still reads them. `modules` are those whose sources decide, `made` the files and folders that Maven
 * makes from them. A part with `asked` is built only when the command's first word is one of these.
 */
const PARTS = [
  {
    name: 'asset',
    modules: ['functions', 'asset'],
    made: ['asset/target/functions-lambda.jar'],
  },
  {
    name: 'infra',
    modules: ['functions', 'template', 'infra'],
    made: ['infra/target/infra.jar', 'infra/target/lib'],
  },
  {
    name: 'cli',
    modules: ['template', 'console', 'cloud', 'cli'],
    made: ['cli/target/cli.jar', 'cli/target/lib'],
    // Files that were made by running these jars.
    after: ['target/cli.jsa', 'target/cli.lst'],
  },
  {
    name: 'bench',
    // prepare also fetches their libraries: a lesson uses one of them.
    asked: ['bench', 'compare-models', 'prepare'],
    modules: ['functions', 'asset', 'template', 'console', 'cloud', 'cli', 'bench/programs', 'bench/naive', 'bench'],
    made: [
      'asset/target/functions-lambda.jar',
      'bench/programs/target/bench-programs.jar',
      'bench/naive/target/bench-naive-lambda.jar',
      'bench/target/bench.jar',
      'bench/target/lib',
    ],
  },
];

/** A copy that `./classroom prepare --to` has made carries Maven and its repository; a path with no space in it. */
const CARRIED = '.m2';
const isCarried = fs.existsSync(path.join(ROOT, CARRIED));
if (isCarried) environment.MAVEN_USER_HOME = path.join(ROOT, CARRIED);

/** The parts that a synth needs. */
const APP = ['asset', 'infra'];

class Failure extends Error {}

/** Files under a folder (or the file itself), sorted, as paths from the root with `/` on every system. */
function filesUnder(relative) {
  const absolute = path.join(ROOT, relative);
  const stat = fs.statSync(absolute, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [relative];
  return fs
    .readdirSync(absolute)
    .filter((name) => !EDITORS.test(name))
    .sort()
    .flatMap((name) => filesUnder(`${relative}/${name}`));
}

function hashOfSources(part) {
  const hash = createHash('sha256');
  const inputs = ['pom.xml', '.mvn', 'mvnw', 'mvnw.cmd', 'build.mjs', 'java.mjs', 'package.json', 'LICENSE'];
  for (const module of part.modules) inputs.push(`${module}/pom.xml`, `${module}/src/main`);
  for (const file of inputs.flatMap(filesUnder)) {
    const content = fs.readFileSync(path.join(ROOT, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * The state of the files that Maven made, or undefined if anything is missing. Our own jars count by content: they are
 * reproducible, so another build of the same sources (`./mvnw verify`) leaves the stamp valid, and a build of other
 * sources does not. Libraries count by name and size.
 */
function hashOfMade(part) {
  const hash = createHash('sha256');
  for (const made of part.made) {
    const files = filesUnder(made);
    if (files.length === 0) return undefined;
    for (const file of files) {
      const absolute = path.join(ROOT, file);
      const ours = file === made || file.endsWith('-SNAPSHOT.jar');
      // That of a single file is its own: Lambda tells it of the asset.
      if (file !== part.made.join()) hash.update(`${file}\0`);
      hash.update(ours ? fs.readFileSync(absolute) : `${fs.statSync(absolute).size}\0`);
    }
  }
  return hash.digest('hex');
}

const stampOf = (part) => path.join(TARGET, `${part.name}.stamp`);

function isStale(part) {
  const made = hashOfMade(part);
  if (!made) return true;
  const stamp = fs.existsSync(stampOf(part)) ? fs.readFileSync(stampOf(part), 'utf8') : '';
  return stamp !== `${hashOfSources(part)} ${made}`;
}

const isMissing = (part) => part.made.some((made) => filesUnder(made).length === 0);

/** A file of JSON; undefined if it is not there or not whole. */
function json(...names) {
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, ...names), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The CDK CLI and the like are pinned in package.json to one version, never a range. npm's own list is the last thing
 * that it writes.
 */
function isPackageMissing() {
  const pinned = json('package.json')?.devDependencies;
  if (!pinned?.['aws-cdk']) throw new Failure(`classroom: ${text('package.json is damaged, it pins no aws-cdk: restore it (git checkout package.json)')}`);
  const whole = json('node_modules', '.package-lock.json')?.packages;
  return Object.entries(pinned).some(
    ([name, version]) => whole?.[`node_modules/${name}`]?.version !== version || json('node_modules', name, 'package.json')?.version !== version,
  );
}

let running;

/** Runs a command in the root; answers its exit status and everything it printed, and gives each line as it comes. */
function run(command, args, onLine = () => {}) {
  return new Promise((resolve) => {
    // A .cmd file needs cmd.exe; our arguments contain nothing that a shell would read otherwise.
    const child = WINDOWS
      ? spawn([command, ...args].join(' '), { cwd: ROOT, env: environment, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(command, args, { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
      createInterface({ input: stream }).on('line', onLine);
    }
    child.on('error', (error) => resolve({ status: 127, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/**
 * Shows what a program does, for how long, and details that a narrow terminal may cut off: on a terminal in one line
 * that is drawn again and again, elsewhere in a line after 5 s, 10 s, 20 s and so on. Returns what ends it.
 */
function show(doing) {
  const moves = process.stderr.isTTY && process.env.TERM !== 'dumb';
  const began = Date.now();
  let next = FIRST_LINE_MS;
  const timer = setInterval(
    () => {
      const passed = Date.now() - began;
      const [what, details] = doing();
      const line = `classroom: ${what}, ${Math.round(passed / 1000)} s${details}`;
      if (moves) {
        process.stderr.write(`${CLEAR}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
      } else if (passed >= next) {
        next *= 2;
        process.stderr.write(`${line}\n`);
      }
    },
    moves ? 200 : 1000,
  );
  return () => {
    clearInterval(timer);
    if (moves) process.stderr.write(CLEAR);
  };
}

/** What Maven does by its last line, how much it has fetched, and the file that it fetches or the step that it is at. */
function mavenWatcher() {
  let doing = text('Maven starts');
  let module = '';
  let step = '';
  let files = 0;
  let bytes = 0;
  return {
    read(line) {
      const name = /^\[INFO\] -+< \S+:(\S+) >-+$/.exec(line);
      const building = /^\[INFO\] Building .* \[(\d+)\/(\d+)\]$/.exec(line);
      const goal = /^\[INFO\] --- \S+:(\S+) \((?:default-)?(\S+?)\) @ \S+ ---$/.exec(line);
      const fetching = /^(?:\[INFO\] )?Downloading from .*\/([^/]+)$/.exec(line);
      const fetched = /^(?:\[INFO\] )?Downloaded from .* \(([\d.]+) ([kM]?)B/.exec(line);
      if (name) module = name[1];
      if (building) doing = text('Maven builds %s (%s of %s)', module, building[1], building[2]);
      if (goal) step = goal[2];
      if (fetching) step = fetching[1];
      if (fetched) {
        files++;
        bytes += Number(fetched[1]) * { '': 1, k: 1e3, M: 1e6 }[fetched[2]];
      }
    },
    doing: () => [doing, (files === 0 ? '' : text('; %s files, %s MB', files, (bytes / 1e6).toFixed(1))) + (step ? `: ${step}` : '')],
  };
}

/** How many packages npm has fetched, by its log of HTTP. */
function npmWatcher() {
  let files = 0;
  const all = Object.keys(json('package-lock.json')?.packages ?? {}).length;
  return {
    read(line) {
      if (/^npm http (fetch|cache) .*\.tgz/.test(line)) files++;
    },
    doing: () => [text('npm fetches packages: %s of at most %s', files, all), ''],
  };
}

/** Lines that tell only how it went on. */
const PASSING = /^(\[INFO\]|Download(ing|ed) (from|to) |npm (http|info|verbose) )/;

/** Ends the running process; on Windows that is cmd.exe, which would leave its own child processes running. */
function end(signal) {
  if (WINDOWS && running) spawnSync('taskkill', ['/pid', String(running.pid), '/t', '/f'], { stdio: 'ignore' });
  else running?.kill(signal);
}

async function mustRun(failed, watcher, command, ...args) {
  const end = show(watcher.doing);
  const { status, output } = await run(command, args, watcher.read).finally(end);
  if (status === 0) return;
  const lines = output.split(/\r?\n/).filter((line) => !PASSING.test(line));
  throw new Failure(`${lines.join('\n').trimEnd()}\nclassroom: ${failed}: ${wayOut(output)} (${[command, ...args].join(' ')})`);
}

/** Returns what to do about a program's error, by the words that npm, Maven, javac and the systems use for it. */
function wayOut(said, otherwise = text('see above')) {
  if (/ENOSPC|No space left|not enough space on the disk/i.test(said)) return text('the disk is full; free some space and run this again');
  if (/zip END header|zip file is empty|error in opening zip|invalid (LOC|CEN) header|invalid distance|Failed to validate Maven/i.test(said)) {
    return text('a file that was fetched is damaged, as an interrupted download leaves it; remove the one that is named above and run this again');
  }
  if (/EACCES|EROFS|EPERM|Permission denied|Read-only file system|cannot create (temp )?dir|AccessDenied|could not create local repository/i.test(said)) {
    return text('a folder cannot be written; see above which, and that HOME (%s) is yours', os.homedir());
  }
  if (/Failed to fetch|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|Could not transfer|Unknown host|Connection refused|timed out/i.test(said)) {
    return text('the first time it fetches its libraries; connect to the network and run this again: what was fetched stays. ./classroom prepare fetches all, and after it no command needs a network');
  }
  return otherwise;
}

async function checkJdk() {
  const javac = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'javac') : 'javac';
  const { status, output } = await run(WINDOWS ? `"${javac}"` : javac, ['-version']);
  const version = /javac (\d+)/.exec(output);
  if (status !== 0 || !version || Number(version[1]) < 17) {
    throw new Failure(`classroom: ${noJdk(version ? `javac ${version[1]}` : undefined, 'javac')}`);
  }
}

async function build(stale) {
  if (isPackageMissing()) {
    say(text('fetching the CDK CLI and AWS\'s list of resource types (npm ci)'));
    await mustRun(text('%s failed', 'npm ci'), npmWatcher(), 'npm', 'ci', '--no-audit', '--no-fund', '--loglevel=http');
  }
  if (stale.length === 0) return;
  await checkJdk();
  const modules = [...new Set(stale.flatMap((part) => part.modules))];
  const first = stale.every(isMissing);
  say(first ? text('building (the first time: a few minutes, and 300 MB of libraries)') : text('building %s', modules.join(', ')));
  for (const file of stale.flatMap((part) => [stampOf(part), ...(part.after ?? []).map((made) => path.join(ROOT, made))])) {
    fs.rmSync(file, { force: true });
  }
  // A resource or class whose source is gone must not stay in a jar; a library of another version not on a class path.
  for (const module of modules) {
    for (const made of ['classes', 'lib']) {
      if (made === 'classes' || stale.some((part) => part.made.includes(`${module}/target/${made}`))) {
        fs.rmSync(path.join(ROOT, module, 'target', made), { recursive: true, force: true });
      }
    }
  }
  const sources = new Map(stale.map((part) => [part, hashOfSources(part)]));
  const maven = WINDOWS ? ['.\\mvnw.cmd'] : ['sh', './mvnw'];
  await mustRun(text('the build failed'), mavenWatcher(), ...maven, '-B', 'package', '-pl', modules.join(','), '-DskipTests', '-Dspotless.check.skip=true', ...(isCarried ? [`-Dmaven.repo.local=${CARRIED}/repository`] : []));
  for (const part of stale) fs.writeFileSync(stampOf(part), `${sources.get(part)} ${hashOfMade(part)}`);
}

const say = (message) => process.stderr.write(`classroom: ${message}\n`);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** The process that held the lock ended without releasing it (or is so old that another process has its id by now). */
function isLockStale() {
  const stat = fs.statSync(LOCK, { throwIfNoEntry: false });
  if (!stat) return false;
  const age = Date.now() - stat.mtimeMs;
  const pid = Number(fs.readFileSync(LOCK, 'utf8'));
  // An empty lock file is being written, or its process died while writing it.
  return age > ONE_HOUR_MS || (pid > 0 ? !isAlive(pid) : age > A_WRITE_MS);
}

/**
 * Removes a stale lock. Only one process at a time may, or the second would remove the lock that the first then took.
 */
function removeStaleLock() {
  const turn = `${LOCK}.turn`;
  try {
    fs.mkdirSync(turn);
  } catch {
    const stat = fs.statSync(turn, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > 10_000) fs.rmdirSync(turn);
    return;
  }
  try {
    if (isLockStale()) fs.rmSync(LOCK, { force: true });
  } finally {
    fs.rmdirSync(turn);
  }
}

/** One build at a time in a checkout. */
async function lock() {
  fs.mkdirSync(TARGET, { recursive: true });
  for (let told = false; ; ) {
    try {
      // The first process makes it. This works on every file system; exFAT, for example, has no hard links.
      const file = fs.openSync(LOCK, 'wx');
      try {
        fs.writeSync(file, String(process.pid));
      } catch (error) {
        fs.rmSync(LOCK);
        throw error;
      } finally {
        fs.closeSync(file);
      }
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isLockStale()) {
      removeStaleLock();
      continue;
    }
    if (!told) say(text('waiting for another build of this checkout to end'));
    told = true;
    await sleep(100);
  }
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Failure(`classroom: ${text('Node.js 20 or later is needed, this is %s: https://nodejs.org', process.version)}`);
  }
  const problem = problemOfJava();
  if (problem) throw new Failure(`classroom: ${problem}`);
  const invokes = process.argv[2] === 'invoke';
  // Maven builds the rest itself and needs only npm's packages. A review needs what a synth of another commit uses.
  const isWanted = (part) =>
    !process.argv.includes('--npm-only') &&
    (APP.includes(part.name) || !process.argv.includes('--app-only')) &&
    (!part.asked || part.asked.includes(process.argv[2])) &&
    (part.name === 'cli' || !invokes);
  const stale = () => PARTS.filter((part) => isWanted(part) && (invokes ? isMissing(part) : isStale(part)));
  if ((invokes || !isPackageMissing()) && stale().length === 0) return;
  await lock();
  // Maven must not outlive the lock.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  try {
    await build(stale());
  } finally {
    fs.rmSync(LOCK, { force: true });
  }
}

try {
  await main();
  if (process.argv.includes('--locale')) process.stdout.write(environment.LC_ALL ?? '');
} catch (error) {
  // The system's errors have a code: no space, no permission, no folder.
  if (!(error instanceof Failure) && !error.code) throw error;
  process.stderr.write(error instanceof Failure ? `${error.message}\n` : `classroom: ${text('the build failed')}: ${wayOut(error.message, text('mend that and run this again'))} (${error.message})\n`);
  process.exitCode = 3;
}
