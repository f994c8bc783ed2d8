"""Fetches what the function on the stream could not handle: the queue says where it is, the stream still has it."""

import json
import os

import boto3

settings = {"region_name": "us-east-2", "endpoint_url": os.environ["AWS_ENDPOINT_URL"]}
sqs = boto3.client("sqs", **settings)
streams = boto3.client("dynamodbstreams", **settings)
cloudformation = boto3.client("cloudformation", **settings)

stack = cloudformation.describe_stacks(StackName="Classroom")["Stacks"][0]
outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
queue = outputs["BooksFailuresQueueUrl"]
messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=10).get("Messages", [])
for message in messages:
    failure = json.loads(message["Body"])
    place = failure["DDBStreamBatchInfo"]
    print("after", failure["requestContext"]["approximateInvokeCount"], "tries:", failure["requestContext"]["condition"])
    iterator = streams.get_shard_iterator(
        StreamArn=place["streamArn"],
        ShardId=place["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=place["startSequenceNumber"],
    )["ShardIterator"]
    for record in streams.get_records(ShardIterator=iterator, Limit=place["batchSize"])["Records"]:
        print(json.dumps(record["dynamodb"]["NewImage"], sort_keys=True))
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
if not messages:
    print("the queue is empty")
