// Runs the CDK app for cdk.json, which can do none of this in both sh and cmd.exe: with the JDK of JAVA_HOME, as Maven does;
// without jsii's page of warning that Node.js 20, which the class still runs on, is past its end of life; without
// aws-cdk-lib's own template lint, which takes most of a synth (`cdk synth` turns that on whatever cdk.json says, so the one
// synth that is to have it says so: CDK_VALIDATION=true npx cdk synth); and from an archive of its classes (AppCDS).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('target', import.meta.url));
const jar = path.join(target, 'infra.jar');
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const ARCHIVE = /^classes-\w+\.jsa$/;

/** Where java's file lies, or undefined: then what the archive would be of is not known. */
function executable() {
  const folders = process.env.JAVA_HOME ? [path.join(process.env.JAVA_HOME, 'bin')] : (process.env.PATH ?? '').split(path.delimiter);
  const names = process.platform === 'win32' ? ['java.exe'] : ['java'];
  const found = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
  return found && fs.realpathSync(found);
}

/** The archive's name says what it is of: the virtual machine looks at the same, but falls back on slower than without. */
function archive() {
  try {
    const hash = createHash('sha256');
    const libraries = path.join(target, 'lib');
    for (const file of [executable(), jar, ...fs.readdirSync(libraries).sort().map((name) => path.join(libraries, name))]) {
      const { size, mtimeMs } = fs.statSync(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\0`);
    }
    fs.accessSync(target, fs.constants.W_OK);
    return path.join(target, `classes-${hash.digest('hex').slice(0, 16)}.jsa`);
  } catch {
    return undefined;
  }
}

const classes = archive();
const isThere = classes && fs.existsSync(classes);
const made = classes && !isThere ? `${classes}.${process.pid}` : undefined;
const sharing = isThere ? [`-XX:SharedArchiveFile=${classes}`] : made ? [`-XX:ArchiveClassesAtExit=${made}`] : [];
// What the virtual machine thinks of an archive concerns nobody.
const options = ['-Xlog:disable', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', ...sharing];
const { status, error } = spawnSync(java, [...options, '-jar', jar], {
  env: { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env },
  stdio: 'inherit',
});
if (error) console.error(`classroom: cannot run ${java}: ${error.message}`);
if (made && fs.existsSync(made)) {
  if (status === 0) {
    for (const old of fs.readdirSync(target).filter((name) => ARCHIVE.test(name))) fs.rmSync(path.join(target, old), { force: true });
    fs.renameSync(made, classes);
  } else {
    fs.rmSync(made, { force: true });
  }
}
process.exitCode = status ?? 1;
