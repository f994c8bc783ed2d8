/** What Lambda's REPORT line says of an invocation, as it writes it; undefined if there is none. */
export function report({ message, timestamp }) {
  const line = message.split('\n').findLast((each) => each.startsWith('REPORT '));
  if (!line) return undefined;
  const said = new Map(line.split('\t').map((each) => each.trim().split(': ')));
  return {
    time: timestamp,
    request: said.get('REPORT RequestId'),
    duration: said.get('Duration'),
    billed: said.get('Billed Duration'),
    memory: said.get('Max Memory Used'),
    cold: said.get('Init Duration') ?? said.get('Restore Duration'),
    status: said.get('Status'),
  };
}
