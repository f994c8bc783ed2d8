// Runs the CDK app for cdk.json, which cannot say this for sh and cmd.exe alike:
// - with the JDK of JAVA_HOME, as Maven does;
// - without jsii's long warning that Node.js 20 is past its end of life;
// - without aws-cdk-lib's own template lint, which takes most of a synth. `cdk synth` turns it on even if cdk.json
//   says no; to run it, type CDK_VALIDATION=true npx cdk synth;
// - from an archive of the app's classes (AppCDS).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, java, problemOfJava, text } from '../java.mjs';

const target = fileURLToPath(new URL('target', import.meta.url));
const jar = path.join(target, 'infra.jar');
const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
const ARCHIVE = /^classes-\w+\.jsa$/;

/**
 * Names the archive by the files that it was made of. The virtual machine compares them too, but where they differ it
 * is slower than without an archive.
 */
function archive() {
  try {
    const hash = createHash('sha256');
    const libraries = path.join(target, 'lib');
    const jars = fs.readdirSync(libraries).sort().map((name) => path.join(libraries, name));
    for (const file of [fs.realpathSync(java), jar, ...jars]) {
      const { size, mtimeMs } = fs.statSync(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\0`);
    }
    fs.accessSync(target, fs.constants.W_OK);
    return path.join(target, `classes-${hash.digest('hex').slice(0, 16)}.jsa`);
  } catch {
    return undefined;
  }
}

/**
 * Warns of an end of the class that is past or far. The app cannot: its synth has no clock, so that one commit gives
 * one template, today and in a year. Nothing is refused, for `destroy` synthesizes too. The app refuses an invalid
 * moment.
 */
function warnOfTheEnd() {
  const end = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}').selfDestruct;
  const moment = Date.parse(`${end}Z`);
  // The command line knows a warning by this word, in every language.
  const warn = (what) => console.error(`classroom: warning: ${what}`);
  if (moment < Date.now()) warn(text('selfDestruct=%s (UTC) is past: the class will not delete itself', end));
  if (moment > Date.now() + YEAR_MS) warn(text('selfDestruct=%s (UTC) is more than a year away', end));
}

warnOfTheEnd();
// `./classroom up --watch` runs edited classes, of which there is no archive.
const edited = process.env.CLASSROOM_APP_CLASS_PATH;
const classes = edited ? undefined : archive();
const isThere = classes && fs.existsSync(classes);
const made = classes && !isThere ? `${classes}.${process.pid}` : undefined;
const sharing = isThere ? [`-XX:SharedArchiveFile=${classes}`] : made ? [`-XX:ArchiveClassesAtExit=${made}`] : [];
// The language, for `environment` may choose another locale.
const { CLASSROOM_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
// Nobody needs the virtual machine's messages about an archive.
const options = ['-Xlog:disable', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', ...sharing];
const program = edited ? ['-cp', edited, 'classroom.infra.ClassroomApp'] : ['-jar', jar];
const { status, error } = spawnSync(java, [...options, ...program], {
  env: {
    CDK_VALIDATION: 'false',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    ...environment,
    CLASSROOM_LANG: CLASSROOM_LANG || LC_ALL || LC_MESSAGES || LANG || '',
  },
  stdio: 'inherit',
});
if (error) console.error(`classroom: ${problemOfJava() ?? text('cannot run %s: %s', java, error.message)}`);
else if (!fs.existsSync(jar)) {
  console.error(`classroom: ${text('infra/target/infra.jar is missing: run node build.mjs')}`);
}
if (made && fs.existsSync(made)) {
  try {
    if (status === 0) {
      const old = fs.readdirSync(target).filter((file) => ARCHIVE.test(file));
      for (const file of old) fs.rmSync(path.join(target, file), { force: true });
      fs.renameSync(made, classes);
    }
  } catch {
    // On some systems a file in use cannot be removed, and another synth uses the old archive. This synth is done.
  } finally {
    fs.rmSync(made, { force: true });
  }
}
process.exitCode = status ?? 1;
