// Values as DynamoDB's JSON has them ({"S": "…"}), and as a form edits them: numbers and binary are text all the way.
import { isPlain, json } from '../../text.js';

export const TYPES = ['S', 'N', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS', 'B'];
export const EMPTY = { S: '', N: '', BOOL: true, NULL: true, L: [], M: [], SS: [''], NS: [''], BS: [''], B: '' };

/** A member of an item; names like "constructor" and "__proto__" are nothing special. */
export const own = (item, name) => (Object.hasOwn(item, name) ? item[name] : undefined);

export const keyNames = (schema) => schema.map((key) => key.AttributeName);

/** The key of an item, as requests name it. */
export const keyOf = (table, item) =>
  Object.fromEntries(keyNames(table.KeySchema).map((name) => [name, own(item, name)]));

/** How many values an item or map has, those inside of others too. */
export const count = (item) => Object.values(item).reduce((sum, value) => sum + 1 + inside(value), 0);
const inside = ({ L, M }) => (L || M ? count(L ?? M) : 0);

/** Names of attributes, those of the key first. */
export function inOrder(table, names) {
  const first = keyNames(table.KeySchema);
  return [...first, ...[...new Set(names)].filter((name) => !first.includes(name)).sort()];
}

/** Strings and numbers as they are, everything else as DynamoDB's JSON. */
export const shortly = (value) => (value === undefined ? '' : String(value.S ?? value.N ?? json(value)));

/** Whether two values are the same to DynamoDB: sets and maps have no order. */
export const same = (a, b) => JSON.stringify(inAnOrder(a)) === JSON.stringify(inAnOrder(b));

const byName = ([a], [b]) => (a < b ? -1 : 1);

function inAnOrder(value) {
  if (!value) return value;
  const [type, content] = Object.entries(value)[0];
  if (type === 'L') return [type, ...content.map(inAnOrder)];
  if (type === 'M') return [type, ...Object.entries(content).sort(byName).map(([name, each]) => [name, inAnOrder(each)])];
  return [type, Array.isArray(content) ? [...content].sort() : content];
}

let ids = 0;

/** An entry of the form. A text with invisible characters is edited as the JSON of a string (`literal`). */
export function entry(value, name, fixed = false) {
  const [type, content] = Object.entries(value)[0];
  const literal = type === 'S' && !isPlain(content);
  return { id: ++ids, name, fixed, type, literal, value: literal ? json(content) : contents(type, content) };
}

function contents(type, content) {
  if (type === 'L') return content.map((each) => entry(each));
  if (type === 'M') return Object.entries(content).map(([name, each]) => entry(each, name, true));
  return Array.isArray(content) ? [...content] : content;
}

/** The entries of an item in the form's order; the names of what was read stay. */
export const entries = (table, item) =>
  inOrder(table, Object.keys(item)).map((name) => entry(own(item, name), name, true));

/** What an entry says, as DynamoDB's JSON. */
function valueOf({ type, literal, value }) {
  if (literal) return { S: JSON.parse(value) };
  if (type === 'L') return { L: value.map(valueOf) };
  return { [type]: type === 'M' ? members(value) : value };
}

/** An error of the form itself, before anything is sent. */
export class FormError extends Error {}

/** The item, or the map, that entries say; a name twice would lose a value without a word. */
export function members(found) {
  const names = new Set();
  for (const { name } of found) {
    if (names.has(name)) throw new FormError(name);
    names.add(name);
  }
  return Object.fromEntries(found.map((each) => [each.name, valueOf(each)]));
}
