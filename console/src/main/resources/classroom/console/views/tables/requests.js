// The requests that the page sends: reads as the form says them, writes that refuse to overwrite what nobody has seen.
import { keyNames, keyOf, own, same } from './values.js';

const PAGE = 25;
const MEASURED = { ReturnConsumedCapacity: 'TOTAL' };

/** DynamoDB takes 300 operators in an expression: as many comparisons, with AND between them, and no more. */
const MOST_COMPARISONS = 120;

export const UNARY = ['attribute_exists', 'attribute_not_exists'];

/** Placeholders for every name and value, so that no name is a reserved word or a path. */
function placeholders() {
  const names = new Map();
  const values = [];
  return {
    name: (name) => names.get(name) ?? names.set(name, `#n${names.size}`).get(name),
    value: (value) => `:v${values.push(value) - 1}`,
    members: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([name, placeholder]) => [placeholder, name])),
      }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(values.map((value, i) => [`:v${i}`, value])),
      }),
    }),
  };
}

/** `{name, operator, type, value, end}` as a condition. */
function condition(holders, { name, operator, type, value, end }) {
  const left = holders.name(name);
  const typed = (text) => holders.value({ [type]: type === 'NULL' ? true : type === 'BOOL' ? text === 'true' : text });
  if (UNARY.includes(operator)) return `${operator}(${left})`;
  if (operator === 'between') return `${left} BETWEEN ${typed(value)} AND ${typed(end)}`;
  if (operator === 'begins_with' || operator === 'contains') return `${operator}(${left}, ${typed(value)})`;
  return `${left} ${operator} ${typed(value)}`;
}

/** A page of items: `{query, index, partition, sort, backwards, filter}`, each condition only if it is used. */
export function read(table, { query, index, partition, sort, backwards, filter }) {
  const holders = placeholders();
  const input = { TableName: table.TableName, ...(index && { IndexName: index }), Limit: PAGE, ...MEASURED };
  if (query) {
    input.KeyConditionExpression = [partition, sort].filter(Boolean).map((each) => condition(holders, each)).join(' AND ');
    if (backwards) input.ScanIndexForward = false;
  }
  if (filter) input.FilterExpression = condition(holders, filter);
  return { operation: query ? 'Query' : 'Scan', input: { ...input, ...holders.members() } };
}

/** The whole item, as it is now. */
export const get = (table, item) => ({
  operation: 'GetItem',
  input: { TableName: table.TableName, Key: keyOf(table, item), ConsistentRead: true, ...MEASURED },
});

/** Writes a new item; one that is there already stays. */
export function put(table, item) {
  const holders = placeholders();
  const input = {
    TableName: table.TableName,
    Item: item,
    ConditionExpression: `attribute_not_exists(${holders.name(table.KeySchema[0].AttributeName)})`,
  };
  return guarded('PutItem', input, holders);
}

/** Writes what differs between `seen` and `mine`, if the item still is what was seen. */
export function update(table, seen, mine) {
  const holders = placeholders();
  const names = [...new Set([...Object.keys(seen), ...Object.keys(mine)])];
  const changed = names.filter((name) => !same(own(seen, name), own(mine, name)));
  const kept = changed.filter((name) => own(mine, name) !== undefined);
  const removed = changed.filter((name) => own(mine, name) === undefined);
  const { expression, compared } = unchanged(table, holders, { seen, changed });
  const input = { TableName: table.TableName, Key: keyOf(table, seen), ConditionExpression: expression };
  input.ReturnValues = 'ALL_NEW';
  const set = kept.map((name) => `${holders.name(name)} = ${holders.value(own(mine, name))}`);
  input.UpdateExpression = [
    set.length > 0 ? `SET ${set.join(', ')}` : '',
    removed.length > 0 ? `REMOVE ${removed.map(holders.name).join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
  return { ...guarded('UpdateItem', input, holders), changed, compared };
}

/** Deletes an item if it still is what was seen. */
export function remove(table, seen) {
  const holders = placeholders();
  const { expression, compared } = unchanged(table, holders, { seen, changed: [] });
  const input = { TableName: table.TableName, Key: keyOf(table, seen), ConditionExpression: expression };
  return { ...guarded('DeleteItem', input, holders), compared };
}

/** Key and changed attributes are compared before others: they are all that a write can overwrite. */
function unchanged(table, holders, { seen, changed }) {
  const first = [...new Set([...keyNames(table.KeySchema), ...changed])];
  const names = [...first, ...Object.keys(seen).filter((name) => !first.includes(name))];
  const compared = names.slice(0, Math.max(MOST_COMPARISONS, first.length));
  const expression = compared
    .map((name) => {
      const value = own(seen, name);
      const holder = holders.name(name);
      return value === undefined ? `attribute_not_exists(${holder})` : `${holder} = ${holders.value(value)}`;
    })
    .join(' AND ');
  return { expression, compared: compared.length };
}

/** A conflict answers with the item as it is. */
const guarded = (operation, input, holders) => ({
  operation,
  input: { ...input, ...holders.members(), ...MEASURED, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
});
