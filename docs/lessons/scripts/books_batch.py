import os

import boto3

dynamodb = boto3.resource(
    "dynamodb", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"]
)
table = dynamodb.Table("books")

requests = []
dynamodb.meta.client.meta.events.register(
    "before-call.dynamodb.BatchWriteItem", lambda **details: requests.append(details)
)

with table.batch_writer() as batch:
    for volume in range(1, 61):
        batch.put_item(Item={"Author": "Ana Souza", "Title": f"Memórias {volume:02}"})
print("60 books,", len(requests), "requests")
