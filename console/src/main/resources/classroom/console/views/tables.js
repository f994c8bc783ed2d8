import { all, call } from '../aws.js';
import { html } from '../html.js';
import { Answer, Choice, Facts, useAnswer } from '../parts.js';
import { Items } from './tables/items.js';

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
