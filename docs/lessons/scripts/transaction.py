"""Two books are put if a third is unchanged: all or nothing."""

import os
import sys

import boto3

VERSION = sys.argv[1]

client = boto3.client("dynamodb", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
unchanged = {
    "ConditionCheck": {
        "TableName": "books",
        "Key": {"Author": {"S": "H.G. Wells"}, "Title": {"S": "The Invisible Man"}},
        "ConditionExpression": "Version = :version",
        "ExpressionAttributeValues": {":version": {"N": VERSION}},
    }
}
puts = [
    {"Put": {"TableName": "books", "Item": {"Author": {"S": "Rui Lima"}, "Title": {"S": title}}}}
    for title in ("Volume 1", "Volume 2")
]
try:
    client.transact_write_items(TransactItems=[unchanged, *puts])
    print("done")
except client.exceptions.TransactionCanceledException as canceled:
    print("cancelled:", [reason["Code"] for reason in canceled.response["CancellationReasons"]])
