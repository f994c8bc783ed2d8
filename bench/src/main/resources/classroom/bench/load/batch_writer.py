"""Loads a file of JSON lines with boto3's batch_writer: python3 batch_writer.py FILE ENDPOINT TABLE"""
import json
import sys
from decimal import Decimal

import boto3

file, endpoint, table = sys.argv[1:]
books = boto3.resource(
    "dynamodb",
    endpoint_url=endpoint,
    region_name="us-east-2",
    aws_access_key_id="CLASSROOM",
    aws_secret_access_key="classroom",
).Table(table)
with open(file, encoding="utf-8") as lines, books.batch_writer() as batch:
    for line in lines:
        batch.put_item(Item=json.loads(line, parse_float=Decimal))
