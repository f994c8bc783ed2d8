"""Reads every shard of the stream of books from its beginning, and prints each change."""

import os

import boto3

streams = boto3.client("dynamodbstreams", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
arn = streams.list_streams(TableName="books")["Streams"][0]["StreamArn"]

page = streams.describe_stream(StreamArn=arn)["StreamDescription"]
shards = page["Shards"]
while "LastEvaluatedShardId" in page:
    page = streams.describe_stream(StreamArn=arn, ExclusiveStartShardId=page["LastEvaluatedShardId"])["StreamDescription"]
    shards += page["Shards"]

known = {shard["ShardId"]: shard for shard in shards}


def generation(shard):
    parent = known.get(shard.get("ParentShardId"))
    return generation(parent) + 1 if parent else 0


shards.sort(key=generation)

for shard in shards:
    iterator = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    empty = 0
    # An open shard has no end, and a page may be empty though there are more: stop after five.
    while iterator and empty < 5:
        page = streams.get_records(ShardIterator=iterator)
        for record in page["Records"]:
            change = record["dynamodb"]
            old = change.get("OldImage", {}).get("Rating", {}).get("N", "-")
            new = change.get("NewImage", {}).get("Rating", {}).get("N", "-")
            who = record.get("userIdentity", {}).get("PrincipalId", "")
            print(f"{record['eventName']:6} {change['Keys']['Title']['S']:10} Rating {old} -> {new} {who}".rstrip())
        empty = 0 if page["Records"] else empty + 1
        iterator = page.get("NextShardIterator")
