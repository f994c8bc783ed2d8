import os

import boto3
from boto3.dynamodb.conditions import Attr

dynamodb = boto3.resource(
    "dynamodb", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"]
)
table = dynamodb.Table("books")

found = 0
scan = {"FilterExpression": Attr("Rating").gte(5), "Limit": 100}
while True:
    page = table.scan(**scan)
    found += page["Count"]
    print(page["ScannedCount"], "read,", page["Count"], "rated 5")
    if "LastEvaluatedKey" not in page:
        break
    scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]
print("together", found)
