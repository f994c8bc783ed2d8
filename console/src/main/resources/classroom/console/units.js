// The units of capacity that the class uses, counted from its events since the page was opened, whatever view is open.
import { listen } from './events.js';

/** Seconds that a chart shows. */
export const SHOWN = 120;

/** Developer Guide, "Burst and adaptive capacity": so many seconds of unused capacity are kept. */
const BURST_SECONDS = 300;

/** Different keys that are counted; the smallest go when there are more. */
const KEYS = 2000;

const now = () => Date.now() / 1000;

/** Capacity that arrives evenly, as the class's own buckets (Bucket.java): taken from while anything is left. */
class Bucket {
  constructor(perSecond) {
    this.perSecond = perSecond;
    this.most = perSecond * BURST_SECONDS;
    this.set(this.most, now());
  }

  set(left, at) {
    Object.assign(this, { left, at });
  }

  leftAt(time) {
    return Math.min(this.most, this.left + Math.max(0, time - this.at) * this.perSecond);
  }
}

/** What a table or a global index uses of one kind, reads or writes. */
class Use {
  constructor() {
    this.seconds = new Map();
    this.total = 0;
    this.busiest = 0;
  }

  add(second, units) {
    const sum = (this.seconds.get(second) ?? 0) + units;
    this.seconds.set(second, sum);
    this.total += units;
    this.busiest = Math.max(this.busiest, sum);
    for (const old of this.seconds.keys()) {
      if (old >= second - SHOWN - 1) break;
      this.seconds.delete(old);
    }
  }

  /** The units of each second that is shown, the oldest first; the present second is not over. */
  series(second) {
    return Array.from({ length: SHOWN }, (_, i) => this.seconds.get(second - SHOWN + i) ?? 0);
  }
}

export const KINDS = ['read', 'write'];

/** A table or a global index. */
class Resource {
  constructor(table, index) {
    Object.assign(this, { table, index, known: false });
    this.name = index ? `${table} / ${index}` : table;
    this.use = { read: new Use(), write: new Use() };
    this.buckets = {};
  }

  /** Says what it was given: units a second, or undefined for as many as asked for. */
  provision(given, balance) {
    for (const kind of KINDS) {
      if (given?.[kind] === undefined) {
        delete this.buckets[kind];
        continue;
      }
      if (this.buckets[kind]?.perSecond !== given[kind]) this.buckets[kind] = new Bucket(given[kind]);
      if (balance) this.buckets[kind].set(balance[kind], now());
    }
  }
}

/** Everything that is counted. */
export const units = {};

/** Counts from zero; what is left in the buckets stays. */
export function beginAnew() {
  const before = units.resources ?? new Map();
  Object.assign(units, { since: Date.now(), resources: new Map(), keys: new Map(), throttled: new Map(), missed: 0 });
  for (const [name, { table, index, buckets, known }] of before) {
    units.resources.set(name, Object.assign(new Resource(table, index), { buckets, known }));
  }
}

/** A table or index, from its first event or description on. */
export function resource(table, index) {
  const name = JSON.stringify([table, index]);
  if (!units.resources.has(name)) units.resources.set(name, new Resource(table, index));
  return units.resources.get(name);
}

function count({ table, index, read, write, keys, left, time }) {
  const used = resource(table, index);
  for (const [kind, taken] of [['read', read], ['write', write]]) {
    if (taken > 0) {
      used.use[kind].add(Math.floor(time / 1000), taken);
      take(used, kind, { taken, left, time });
    }
  }
  for (const key of keys) {
    const name = JSON.stringify([table, index, key]);
    const sum = units.keys.get(name)?.units ?? 0;
    units.keys.set(name, { used, key, units: sum + (read + write) / keys.length });
  }
  if (units.keys.size > KEYS) {
    const kept = [...units.keys].sort(([, a], [, b]) => b.units - a.units).slice(0, KEYS / 2);
    units.keys = new Map(kept);
  }
}

/** Where nothing is throttled, a request is shown that AWS would have refused; it would have taken nothing. */
function take(used, kind, { taken, left, time }) {
  const bucket = used.buckets[kind];
  if (!bucket) return;
  const had = bucket.leftAt(time / 1000);
  if (left !== undefined) {
    bucket.set(left, time / 1000);
  } else if (had > 0) {
    bucket.set(had - taken, time / 1000);
  } else {
    const what = (used.index ? 'Index' : 'Table') + (kind === 'read' ? 'Read' : 'Write');
    refuse(used, { throttled: `${what}ProvisionedThroughputExceeded`, requests: 1, time });
  }
}

function refuse(used, { throttled, requests, time }) {
  const name = JSON.stringify([used.name, throttled]);
  const before = units.throttled.get(name)?.requests ?? 0;
  units.throttled.set(name, { used, reason: throttled, requests: before + requests, time });
}

beginAnew();
listen((event) => {
  if (event.kind === 'missed') units.missed += event.missed;
  if (event.kind !== 'units') return;
  if (event.throttled) refuse(resource(event.table, event.index), event);
  else count(event);
});
