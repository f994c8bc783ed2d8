// A request to DynamoDB as somebody would type it: in a shell, in Python and in Java.
const INDENT = '    ';

/** Linux takes at most 128 KiB in one argument. */
const LONG = 100_000;

export const LANGUAGES = { cli: 'AWS CLI (sh)', python: 'Python (boto3)', java: 'Java (AWS SDK 2)' };

export const copyOf = (language, { operation, input }) => WRITERS[language](operation, input);

const lower = (name) => name[0].toLowerCase() + name.slice(1);
const kebab = (name) => lower(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const quoted = (text) => (/^[\w.:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function cli(operation, input) {
  const command = `aws dynamodb ${kebab(operation)}`;
  const options = Object.entries(input).map(([name, value]) => {
    if (typeof value === 'boolean') return `--${value ? '' : 'no-'}${kebab(name)}`;
    return `--${kebab(name)} ${quoted(typeof value === 'object' ? JSON.stringify(value) : String(value))}`;
  });
  const text = [command, ...options].join(' \\\n  ');
  return text.length < LONG
    ? text
    : `${command} --cli-input-json file:///dev/stdin <<'END'\n${JSON.stringify(input)}\nEND`;
}

function python(operation, input) {
  const calls = Object.entries(input).map(([name, value]) => `${INDENT}${name}=${pythonic(value, name)},\n`);
  const text = `answer = boto3.client("dynamodb").${kebab(operation).replaceAll('-', '_')}(\n${calls.join('')})`;
  return `${text.includes('b64decode(') ? 'import base64\n' : ''}import boto3\n\n${text}`;
}

/** JSON's strings are Python's. `name` is that of the value's member: only of a type `B` or `BS` are strings binary. */
function pythonic(value, name) {
  if (Array.isArray(value)) return `[${value.map((each) => pythonic(each, name === 'BS' ? 'B' : '')).join(', ')}]`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return name === 'B' ? `base64.b64decode("${value}")` : JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  // An attribute may be called B: its value is an object, and that of the type B is none.
  return `{${Object.entries(value).map(([each, its]) => `${JSON.stringify(each)}: ${pythonic(its, each)}`).join(', ')}}`;
}

function java(operation, input) {
  const calls = Object.entries(input).map(([name, value]) => `\n${INDENT}${INDENT}.${lower(name)}(${argument(name, value)})`);
  const text = `var answer = DynamoDbClient.create().${lower(operation)}(request -> request${calls.join('')});`;
  const imports = [
    text.includes('Base64') && 'java.util.Base64',
    text.includes('List.of(') && 'java.util.List',
    text.includes('Map.') && 'java.util.Map',
    text.includes('SdkBytes') && 'software.amazon.awssdk.core.SdkBytes',
    'software.amazon.awssdk.services.dynamodb.DynamoDbClient',
    text.includes('AttributeValue') && 'software.amazon.awssdk.services.dynamodb.model.AttributeValue',
  ];
  return `${imports.filter(Boolean).map((each) => `import ${each};\n`).join('')}\n${text}`;
}

function argument(name, value) {
  if (typeof value !== 'object') return JSON.stringify(value);
  return map(value, name === 'ExpressionAttributeNames' ? JSON.stringify : attribute);
}

function map(value, write) {
  const pairs = Object.entries(value).map(([name, each]) => [JSON.stringify(name), write(each)]);
  if (pairs.length <= 10) return `Map.of(${pairs.map((pair) => pair.join(', ')).join(', ')})`;
  return `Map.ofEntries(${pairs.map((pair) => `Map.entry(${pair.join(', ')})`).join(', ')})`;
}

function attribute(value) {
  const [type, content] = Object.entries(value)[0];
  return `AttributeValue.from${type === 'NULL' ? 'Nul' : type[0] + type.slice(1).toLowerCase()}(${inside(type, content)})`;
}

const bytes = (text) => `SdkBytes.fromByteArray(Base64.getDecoder().decode("${text}"))`;

function inside(type, content) {
  if (type === 'M') return map(content, attribute);
  if (type === 'B') return bytes(content);
  if (!Array.isArray(content)) return JSON.stringify(content);
  return `List.of(${content.map(type === 'L' ? attribute : type === 'BS' ? bytes : JSON.stringify).join(', ')})`;
}

const WRITERS = { cli, python, java };
