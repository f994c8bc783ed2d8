// Runs the CDK app for cdk.json, which can do none of this in both sh and cmd.exe: with the JDK of JAVA_HOME, as Maven does;
// without jsii's page of warning that Node.js 20, which the class still runs on, is past its end of life; and without
// aws-cdk-lib's own template lint, which takes most of a synth. `cdk synth` turns that on whatever cdk.json says, so the one
// synth that is to have it says so: CDK_VALIDATION=true npx cdk synth
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = fileURLToPath(new URL('target/infra.jar', import.meta.url));
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const { status, error } = spawnSync(java, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar], {
  env: { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env },
  stdio: 'inherit',
});
if (error) console.error(`classroom: cannot run ${java}: ${error.message}`);
process.exitCode = status ?? 1;
