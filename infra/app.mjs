// Runs the CDK app for cdk.json, which can do none of this in both sh and cmd.exe: with the JDK of JAVA_HOME, as Maven does;
// without jsii's page of warning that Node.js 20, which the class still runs on, is past its end of life; without
// aws-cdk-lib's own template lint, which takes most of a synth (`cdk synth` turns that on whatever cdk.json says, so the one
// synth that is to have it says so: CDK_VALIDATION=true npx cdk synth); and from an archive of its classes (AppCDS).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { java, problemOfJava } from '../java.mjs';

const target = fileURLToPath(new URL('target', import.meta.url));
const jar = path.join(target, 'infra.jar');
const ARCHIVE = /^classes-\w+\.jsa$/;

/** The archive's name says what it is of: the virtual machine looks at the same, but falls back on slower than without. */
function archive() {
  try {
    const hash = createHash('sha256');
    const libraries = path.join(target, 'lib');
    for (const file of [fs.realpathSync(java), jar, ...fs.readdirSync(libraries).sort().map((name) => path.join(libraries, name))]) {
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
if (error) console.error(`classroom: ${problemOfJava() ?? `cannot run ${java}: ${error.message}`}`);
else if (!fs.existsSync(jar)) console.error('classroom: infra/target/infra.jar is missing: run node build.mjs');
if (made && fs.existsSync(made)) {
  try {
    if (status === 0) {
      for (const old of fs.readdirSync(target).filter((file) => ARCHIVE.test(file))) fs.rmSync(path.join(target, old), { force: true });
      fs.renameSync(made, classes);
    }
  } catch {
    // Another synth is using the old one, where the system minds: the synth itself is done.
  } finally {
    fs.rmSync(made, { force: true });
  }
}
process.exitCode = status ?? 1;
