"""Writes items of 10 KB, which cost 10 write units each, until the table has had enough."""

import os

import boto3
from botocore.config import Config

# Without retries: by itself boto3 would wait and try again, and nobody would see it.
client = boto3.client(
    "dynamodb",
    region_name="us-east-2",
    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
    config=Config(retries={"total_max_attempts": 1}),
)
for number in range(1, 1000):
    try:
        client.put_item(
            TableName="account",
            Item={"id": {"N": str(number)}, "email": {"S": "ana@example.com"}, "obs": {"S": "x" * 10_000}},
        )
    except client.exceptions.ProvisionedThroughputExceededException as refused:
        print("refused:", refused.response["Error"]["Code"])
        print("written before that:", "some" if number > 1 else "none")
        break
else:
    print("nothing was refused: was the class started with --throttle?")
