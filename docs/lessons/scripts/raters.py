"""Eight people rate one book at the same time. Each reads it, decides, and writes only if nobody was faster."""

import os
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.exceptions import ClientError

KEY = {"Author": "H.G. Wells", "Title": "The Invisible Man"}

dynamodb = boto3.resource("dynamodb", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
table = dynamodb.Table("books")


def rate(rating):
    """Returns how often somebody else was faster."""
    conflicts = 0
    while True:
        book = table.get_item(Key=KEY, ConsistentRead=True)["Item"]
        try:
            table.update_item(
                Key=KEY,
                UpdateExpression="SET Rating = :rating, Version = :new",
                ConditionExpression="Version = :read",
                ExpressionAttributeValues={":rating": rating, ":read": book["Version"], ":new": book["Version"] + 1},
            )
            return conflicts
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            conflicts += 1  # Read again, decide again.


before = table.get_item(Key=KEY, ConsistentRead=True)["Item"]["Version"]
with ThreadPoolExecutor(8) as people:
    conflicts = sum(people.map(rate, [1, 2, 3, 4, 5, 1, 2, 3]))
after = table.get_item(Key=KEY, ConsistentRead=True)["Item"]["Version"]
print(f"{after - before} ratings were written, one after the other; {conflicts} times somebody was faster")
