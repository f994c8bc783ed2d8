import { html, useState } from '../../html.js';
import { keyNames } from './values.js';
import { read, UNARY } from './requests.js';

const SORTS = ['=', '<', '<=', '>', '>=', 'begins_with', 'between'];
const FILTERS = ['=', '<>', '<', '<=', '>', '>=', 'between', 'begins_with', 'contains', ...UNARY];
const TYPES = ['S', 'N', 'BOOL', 'NULL', 'B'];

/** What to read of a table: everything page by page, or by key; and what to leave out. */
export function Search({ words, table, busy, onRead }) {
  const [form, setForm] = useState({ kind: 'Scan', index: '', order: '' });
  const set = (name) => (value) => setForm({ ...form, [name]: value });
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const schema = indexes.find((each) => each.IndexName === form.index)?.KeySchema ?? table.KeySchema;
  const [partition, sort] = keyNames(schema);
  const type = (name) => table.AttributeDefinitions.find((each) => each.AttributeName === name).AttributeType;
  const query = form.kind === 'Query';
  const submit = (e) => {
    e.preventDefault();
    const key = (name, operator, value, end) => ({ name, operator, type: type(name), value: value ?? '', end: end ?? '' });
    onRead(
      read(table, {
        query,
        index: form.index,
        partition: key(partition, '=', form.partition),
        sort: sort && form.sortOperator && key(sort, form.sortOperator, form.sort, form.sortEnd),
        backwards: form.order === 'backwards',
        filter: form.filter && {
          name: form.filter,
          operator: form.operator ?? '=',
          type: form.type ?? 'S',
          value: form.value ?? '',
          end: form.end ?? '',
        },
      }),
    );
  };
  const text = (name, label) => html`<${Text} label=${label} value=${form[name]} onChange=${set(name)} />`;
  const choice = (name, label, options) =>
    html`<${Select} label=${label} value=${form[name]} options=${options} onChange=${set(name)} />`;
  const plain = (names) => names.map((each) => [each, each]);
  return html`
    <form class="search" onSubmit=${submit}>
      ${choice('kind', words.readBy, [['Scan', words.scan], ['Query', words.query]])}
      ${indexes.length > 0 &&
      choice('index', words.of, [['', words.theTable], ...plain(indexes.map((each) => each.IndexName))])}
      ${query &&
      html`
        ${text('partition', `${partition} (${type(partition)})`)}
        ${sort && choice('sortOperator', words.sortBy(sort), [['', words.any], ...plain(SORTS)])}
        ${sort && form.sortOperator && text('sort', `${sort} (${type(sort)})`)}
        ${sort && form.sortOperator === 'between' && text('sortEnd', words.upTo(sort))}
        ${choice('order', words.order, [['', words.forwards], ['backwards', words.backwards]])}
      `}
      ${text('filter', words.filter)}
      ${form.filter &&
      html`
        ${choice('operator', words.operator, plain(FILTERS))}
        ${!UNARY.includes(form.operator) &&
        html`
          ${choice('type', words.type, TYPES.map((each) => [each, `${each} · ${words.types[each]}`]))}
          ${form.type === 'BOOL'
            ? choice('value', words.value, [['', 'false'], ['true', 'true']])
            : form.type !== 'NULL' && text('value', words.value)}
          ${form.operator === 'between' && text('end', words.upTo(words.value))}
        `}
      `}
      <button disabled=${busy}>${words.showItems}</button>
    </form>
  `;
}

const Text = ({ label, value, onChange }) => html`
  <label>${label}<input value=${value ?? ''} onInput=${(e) => onChange(e.target.value)} /></label>
`;

const Select = ({ label, value, options, onChange }) => html`
  <label>
    ${label}
    <select value=${value ?? options[0][0]} onChange=${(e) => onChange(e.target.value)}>
      ${options.map(([key, name]) => html`<option value=${key}>${name}</option>`)}
    </select>
  </label>
`;
