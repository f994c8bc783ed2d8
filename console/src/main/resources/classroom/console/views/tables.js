import { all, call } from '../aws.js';
import { html, useState } from '../html.js';
import { Answer, Choice, Facts, Problem, useAnswer } from '../parts.js';

const PAGE = 25;
const LISTING = { items: 'TableNames', next: 'LastEvaluatedTableName', start: 'ExclusiveStartTableName' };

/** The tables of the class, and one of them: keys, indexes, billing, items. */
export function Tables({ words, chosen }) {
  const tables = useAnswer(() => all('dynamodb', 'ListTables', LISTING), []);
  return html`
    <${Answer} words=${words} answer=${tables}>
      ${(names) =>
        names.length === 0
          ? html`<p>${words.tablesNone}</p>`
          : html`
              <${Choice} label=${words.tables} view="tables" names=${names} chosen=${chosen}>
                ${(name) => html`<${Table} key=${name} words=${words} name=${name} />`}
              <//>
            `}
    <//>
  `;
}

function Table({ words, name }) {
  const answer = useAnswer(() => call('dynamodb', 'DescribeTable', { TableName: name }), [name]);
  return html`
    <h2>${name}</h2>
    <${Answer} words=${words} answer=${answer}>
      ${({ Table: table }) => html`
        <${Facts}
          of=${{
            [words.keys]: keys(words, table, table.KeySchema),
            [words.indexes]: indexes(words, table),
            [words.billing]: billing(words, table),
            [words.stream]: table.StreamSpecification?.StreamViewType ?? words.none,
          }}
        />
        <${Items} words=${words} table=${table} />
      `}
    <//>
  `;
}

function keys(words, table, schema) {
  const types = Object.fromEntries(table.AttributeDefinitions.map((a) => [a.AttributeName, a.AttributeType]));
  return schema
    .map(
      (key) =>
        `${key.AttributeName} (${types[key.AttributeName]}, ${key.KeyType === 'HASH' ? words.partition : words.sort})`,
    )
    .join(', ');
}

function indexes(words, table) {
  const found = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  if (found.length === 0) return words.none;
  return html`<ul>${found.map((index) => html`<li>${index.IndexName}: ${keys(words, table, index.KeySchema)}</li>`)}</ul>`;
}

const billing = (words, table) =>
  table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST'
    ? words.onDemand
    : words.provisioned(
        table.ProvisionedThroughput.ReadCapacityUnits,
        table.ProvisionedThroughput.WriteCapacityUnits,
      );

/** Page by page, each when it is asked for: a scan costs what it reads. */
function Items({ words, table }) {
  const [page, setPage] = useState();
  const [error, setError] = useState();
  const read = async (start) => {
    try {
      const input = { TableName: table.TableName, Limit: PAGE, ReturnConsumedCapacity: 'TOTAL' };
      setPage(await call('dynamodb', 'Scan', start ? { ...input, ExclusiveStartKey: start } : input));
      setError(undefined);
    } catch (e) {
      setError(e);
    }
  };
  return html`
    <h3>${words.items}</h3>
    <p class="actions">
      <button type="button" onClick=${() => read()}>${page ? words.firstPage : words.showItems}</button>
      ${page?.LastEvaluatedKey &&
      html`<button type="button" onClick=${() => read(page.LastEvaluatedKey)}>${words.nextPage}</button>`}
    </p>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${page &&
    html`
      <p role="status">${words.cost(page.ConsumedCapacity.CapacityUnits, page.Count, page.ScannedCount)}</p>
      ${page.Count === 0 ? html`<p>${words.empty}</p>` : html`<${Grid} table=${table} items=${page.Items} />`}
    `}
  `;
}

/** Key attributes first, then the others by name. */
function Grid({ table, items }) {
  const first = table.KeySchema.map((key) => key.AttributeName);
  const others = new Set(items.flatMap((item) => Object.keys(item)).filter((name) => !first.includes(name)));
  const columns = [...first, ...[...others].sort()];
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${table.TableName}>
      <table>
        <thead>
          <tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>
          ${items.map(
            (item) => html`<tr>${columns.map((name) => html`<td><bdi>${text(item[name])}</bdi></td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** An attribute as text: strings and numbers as they are, everything else as DynamoDB's JSON. */
function text(value) {
  if (value === undefined) return '';
  return value.S ?? value.N ?? JSON.stringify(value);
}
