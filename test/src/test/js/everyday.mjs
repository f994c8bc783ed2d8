// What a student does with the SDK for JavaScript v3, and what makes a client look elsewhere: a queue's URL, another region.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import assert from 'node:assert/strict';

const [queue] = process.argv.slice(2);

const tables = new DynamoDBClient();
const key = { id: { N: '3' }, email: { S: 'js@example.com' } };
await tables.send(new PutItemCommand({ TableName: 'account', Item: { ...key, nome: { S: 'Ana' } } }));
const { Item } = await tables.send(new GetItemCommand({ TableName: 'account', Key: key }));
assert.equal(Item.nome.S, 'Ana');

const invoked = await new LambdaClient().send(
  new InvokeCommand({ FunctionName: 'hello', Payload: JSON.stringify({ nome: 'Ana', sobrenome: 'Souza' }) }),
);
assert.match(Buffer.from(invoked.Payload).toString(), /Oi Ana Souza/);

const s3 = new S3Client();
await s3.send(new CreateBucketCommand({ Bucket: 'javascript' }));
await s3.send(new PutObjectCommand({ Bucket: 'javascript', Key: 'a b/é', Body: 'text' }));
const { QueueUrl } = await new SQSClient().send(new GetQueueUrlCommand({ QueueName: queue }));
for (const region of ['us-east-2', 'sa-east-1']) {
  await new SQSClient({ region }).send(new ReceiveMessageCommand({ QueueUrl })); // It sends to the URL itself.
  const elsewhere = new S3Client({ region, followRegionRedirects: true });
  const { Body } = await elsewhere.send(new GetObjectCommand({ Bucket: 'javascript', Key: 'a b/é' }));
  assert.equal(await Body.transformToString(), 'text');
  await assert.rejects(elsewhere.send(new HeadBucketCommand({ Bucket: 'nobody-has-this' })));
}
console.log('as it must be');
