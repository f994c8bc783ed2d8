"""Reads every shard of the stream of books from its beginning, and prints each change."""

import os

import boto3

streams = boto3.client("dynamodbstreams", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
arn = streams.list_streams(TableName="books")["Streams"][0]["StreamArn"]
shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
for shard in shards:
    iterator = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    while iterator:
        page = streams.get_records(ShardIterator=iterator)
        for record in page["Records"]:
            change = record["dynamodb"]
            old = change.get("OldImage", {}).get("Rating", {}).get("N", "-")
            new = change.get("NewImage", {}).get("Rating", {}).get("N", "-")
            print(f"{record['eventName']:6} {change['Keys']['Title']['S']:10} Rating {old} -> {new}")
        # An open shard has no end: stop where nothing is new.
        iterator = page.get("NextShardIterator") if page["Records"] else None
