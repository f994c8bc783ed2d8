// Runs the CDK app for cdk.json: with the JDK of JAVA_HOME, as Maven does, and without jsii's page of warning that Node.js
// 20, which the class still runs on, is past its end of life. cdk.json itself can do neither in both sh and cmd.exe.
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = fileURLToPath(new URL('target/infra.jar', import.meta.url));
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const { status, error } = spawnSync(java, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar], {
  env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env },
  stdio: 'inherit',
});
if (error) console.error(`classroom: cannot run ${java}: ${error.message}`);
process.exitCode = status ?? 1;
