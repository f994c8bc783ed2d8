// The changes of a stream, read as every consumer reads them: shard by shard, through the API of DynamoDB Streams.
import { call } from './aws.js';

/** How many changes of a shard are kept: what a person can look back on. */
const KEPT = 100;

/** An item has up to 400 KB: of a value and of an item only so much is kept. */
const LONGEST = 1000;
const MOST_ATTRIBUTES = 100;

/** A stream that is written to without end must leave the page time to draw. */
const PAGES_AT_ONCE = 20;

/** How often new shards are looked for, in milliseconds. */
const DISCOVERY = 10_000;

const BY_TIME_TO_LIVE = 'dynamodb.amazonaws.com';

/** Opened views: who comes back to a stream reads on where it was left. */
const opened = new Map();

/** The stream with what has been read of it: `shards`, the oldest first, each with its `changes`, the newest first. */
export function open(arn) {
  if (!opened.has(arn)) opened.set(arn, { arn, shards: [], looked: 0 });
  return opened.get(arn);
}

/** Reads what is new, page by page; calls `draw` with each. */
export async function read(stream, draw) {
  if (Date.now() - stream.looked > DISCOVERY) await look(stream);
  for (const shard of stream.shards.filter((each) => !each.done)) {
    for (let pages = 0; pages < PAGES_AT_ONCE && (await readPage(stream, shard)); pages++) draw();
  }
}

async function look(stream) {
  const found = [];
  for (let start; ; ) {
    const input = start ? { StreamArn: stream.arn, ExclusiveStartShardId: start } : { StreamArn: stream.arn };
    const { StreamDescription: description } = await call('streams', 'DescribeStream', input);
    stream.viewType = description.StreamViewType;
    stream.keys = description.KeySchema.map((key) => key.AttributeName);
    found.push(...description.Shards.map((shard) => shard.ShardId));
    start = description.LastEvaluatedShardId;
    if (!start) break;
  }
  const known = new Map(stream.shards.map((shard) => [shard.id, shard]));
  stream.shards = found.map((id) => known.get(id) ?? { id, changes: [], done: false });
  stream.looked = Date.now();
}

/** Whether there was anything in it. */
async function readPage(stream, shard) {
  let page;
  try {
    shard.iterator ??= await iterator(stream, shard);
    page = await call('streams', 'GetRecords', { ShardIterator: shard.iterator });
  } catch (e) {
    if (e.name === 'ExpiredIteratorException') shard.iterator = undefined;
    else if (e.name === 'TrimmedDataAccessException') shard.iterator = shard.last = undefined;
    else throw e;
    return true;
  }
  shard.iterator = page.NextShardIterator;
  if (!shard.iterator) {
    shard.done = true;
    stream.looked = 0; // Its children follow.
  }
  if (page.Records.length === 0) return false;
  shard.last = page.Records.at(-1).dynamodb.SequenceNumber;
  const newest = page.Records.slice(-KEPT).reverse();
  shard.changes = [...newest.map((each) => change(each, stream.keys)), ...shard.changes].slice(0, KEPT);
  return !shard.done;
}

async function iterator(stream, shard) {
  const from = shard.last
    ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: shard.last }
    : { ShardIteratorType: 'TRIM_HORIZON' };
  const answer = await call('streams', 'GetShardIterator', { StreamArn: stream.arn, ShardId: shard.id, ...from });
  return answer.ShardIterator;
}

/** A record as it is shown: its key as text, and its attributes in `rows`, the old value beside the new one. */
export function change({ eventName, userIdentity, dynamodb }, keys) {
  const { Keys, OldImage, NewImage, SequenceNumber, ApproximateCreationDateTime } = dynamodb;
  const rows = attributes(eventName, keys, { Keys, OldImage, NewImage });
  return {
    sequenceNumber: SequenceNumber,
    event: eventName,
    time: ApproximateCreationDateTime * 1000,
    expired: userIdentity?.PrincipalId === BY_TIME_TO_LIVE,
    key: keys.map((name) => shown(Keys[name]).text).join(' / '),
    rows: rows.slice(0, MOST_ATTRIBUTES),
    more: Math.max(0, rows.length - MOST_ATTRIBUTES),
  };
}

/** Keys first, then what has changed, then the rest; `what` is undefined where the stream does not tell. */
function attributes(event, keys, { Keys, OldImage, NewImage }) {
  const tells = event !== 'MODIFY' || (OldImage && NewImage);
  const old = OldImage ?? (event === 'INSERT' || NewImage ? {} : Keys);
  const now = NewImage ?? (event === 'REMOVE' || OldImage ? {} : Keys);
  const rows = [...new Set([...keys, ...Object.keys(old), ...Object.keys(now)])].map((name) => ({
    name,
    isKey: keys.includes(name),
    what: tells ? difference(event, old[name], now[name]) : undefined,
    old: shown(old[name]),
    now: shown(now[name]),
  }));
  const rank = ({ name, isKey, what }) => (isKey ? keys.indexOf(name) : what === 'same' ? 9 : 8);
  return rows.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function difference(event, old, now) {
  if (event === 'INSERT') return 'added';
  if (event === 'REMOVE') return 'removed';
  if (old === undefined) return 'added';
  if (now === undefined) return 'removed';
  return canonical(old) === canonical(now) ? 'same' : 'changed';
}

/** Sets and maps have no order, so that two images may list one differently. */
const canonical = (value) =>
  JSON.stringify(value, (name, each) => {
    if (Array.isArray(each)) return ['SS', 'NS', 'BS'].includes(name) ? [...each].sort() : each;
    return each && typeof each === 'object' ? Object.fromEntries(Object.entries(each).sort()) : each;
  });

/** Type and text of a value, cut. */
function shown(value) {
  if (value === undefined) return undefined;
  const [[type, content]] = Object.entries(value);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { type, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text };
}
