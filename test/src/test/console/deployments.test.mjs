import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, CLASS, open } from './browser.mjs';

/** An operation of CloudFormation as any other client asks for it. */
async function cloudFormation(Action, parameters) {
  const scope = 'CLASSROOM/20260101/us-east-2/cloudformation/aws4_request';
  const response = await fetch(CLASS, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Action, Version: '2010-05-15', ...parameters }),
  });
  assert.equal(response.status, 200, await response.clone().text());
}

const template = (description, tables) =>
  JSON.stringify({
    Description: description,
    Resources: Object.fromEntries(
      tables.map((TableName) => [
        TableName,
        {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          },
        },
      ]),
    ),
    Outputs: { Hostile: { Value: '<img src=x onerror=alert(1)>' } },
  });

test('deployments: stack, outputs, resources; events and a new stack as they come; drift by property', async (t) => {
  const { page, problems } = await open(t, '#deployments');
  await page.getByRole('heading', { name: 'Classroom', level: 2 }).waitFor();
  await page.getByRole('status').getByText('CREATE_COMPLETE').waitFor();
  await page.getByRole('region', { name: 'Resources' }).getByText('AWS::DynamoDB::Table').first().waitFor();
  await page.getByRole('region', { name: 'Outputs' }).getByRole('row').nth(1).waitFor();

  await cloudFormation('CreateStack', { StackName: 'Mine', TemplateBody: template('one', ['minea']) });
  t.after(() => cloudFormation('DeleteStack', { StackName: 'Mine' }));
  await page.getByRole('link', { name: 'Mine' }).click();
  await page.getByRole('region', { name: 'Events' }).getByRole('row', { name: /Mine .*Stack CREATE_COMPLETE/ }).waitFor();
  await page.getByRole('cell', { name: '<img src=x onerror=alert(1)>' }).waitFor();
  await cloudFormation('UpdateStack', { StackName: 'Mine', TemplateBody: template('two', ['minea', 'mineb']) });
  await page.getByRole('region', { name: 'Events' }).getByRole('row', { name: /mineb .*Table CREATE_COMPLETE/ }).waitFor();
  await page.getByRole('status').getByText('UPDATE_COMPLETE').waitFor();
  await page.getByRole('region', { name: 'Resources' }).getByRole('row', { name: /mineb/ }).waitFor();
  await page.getByText('two').waitFor();

  const detect = page.getByRole('button', { name: 'Detect drift' });
  await detect.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('2 resources compared: each is as its template says.').waitFor();
  await call('UpdateTable', {
    TableName: 'mineb',
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  });
  await detect.click();
  await page.getByRole('status').getByText('1 of 2 resources compared differ').waitFor();
  const row = page.getByRole('region', { name: 'Drift' }).getByRole('row', { name: /BillingMode/ });
  await row.getByRole('cell', { name: 'PAY_PER_REQUEST', exact: true }).waitFor();
  await row.getByRole('cell', { name: 'PROVISIONED', exact: true }).waitFor();
  assert.deepEqual(problems, []);
});

test('deployments: what a watched class says, in Portuguese', async (t) => {
  const { page, problems } = await open(t, '', { locale: 'pt-BR' });
  await page.route('**/_classroom/status', (route) => route.fulfill({ json: { watch: 'infra/: deployed (3.1 s)' } }));
  await page.getByRole('link', { name: 'Implantações' }).click();
  await page.getByRole('status').getByText('infra/: deployed (3.1 s)').waitFor();
  await page.getByRole('button', { name: 'Detectar desvio' }).waitFor();
  assert.deepEqual(problems, []);
});
