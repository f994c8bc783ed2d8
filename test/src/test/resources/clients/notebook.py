"""The calls of the course's notebook, as they stand there, against whatever class the environment points at.

usage: python3 notebook.py BOOKS_JSON

Prints each step; ends with an assertion that names what is wrong, or with "all as in the lessons".
"""

import json
import os
import sys
from collections import Counter
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

# From 1.28 on boto3 reads AWS_ENDPOINT_URL by itself; Debian bookworm's 1.26 has to be told.
KNOWS_ENDPOINT = tuple(int(n) for n in boto3.__version__.split(".")[:2]) >= (1, 28)
ENDPOINT = {} if KNOWS_ENDPOINT else {"endpoint_url": os.environ["AWS_ENDPOINT_URL"]}

dynamodb = boto3.resource("dynamodb", region_name="us-east-2", **ENDPOINT)
client = boto3.client("dynamodb", region_name="us-east-2", **ENDPOINT)
streams = boto3.client("dynamodbstreams", region_name="us-east-2", **ENDPOINT)
table = dynamodb.Table("books")
changes = Counter()


def step(text):
    print("-", text, flush=True)


def refused(code, call, **arguments):
    """The call must be refused with this error code."""
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error
    raise AssertionError(f"{code} expected, but the call was done")


def create_table():
    step("create_table: the table is there already")
    refused(
        "ResourceInUseException",
        dynamodb.create_table,
        TableName="books",
        KeySchema=[
            {"AttributeName": "Author", "KeyType": "HASH"},
            {"AttributeName": "Title", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "Author", "AttributeType": "S"},
            {"AttributeName": "Title", "AttributeType": "S"},
        ],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    table.wait_until_exists()
    assert table.provisioned_throughput["WriteCapacityUnits"] == 5, table.provisioned_throughput
    assert [key["AttributeName"] for key in table.key_schema] == ["Author", "Title"], table.key_schema
    assert table.table_arn == "arn:aws:dynamodb:us-east-2:000000000000:table/books", table.table_arn


def put():
    step("put_item")
    table.put_item(Item={"Author": "Herman Melville", "Title": "Moby Dick", "Rating": 2})
    changes["INSERT"] += 1

    step("put_item on a condition that fails")
    refused(
        "ConditionalCheckFailedException",
        table.put_item,
        Item={"Author": "Herman Melville", "Title": "Moby Dick", "Rating": 1},
        ConditionExpression="attribute_not_exists(Author) AND attribute_not_exists(Title)",
    )


def load(file):
    step(f"batch_writer with {file}")
    with open(file, encoding="utf-8") as text:
        books = json.load(text, parse_float=Decimal)
    with table.batch_writer() as batch:
        for book in books:
            batch.put_item(Item=book)
    changes["INSERT"] += len(books) - 1
    changes["MODIFY"] += 1
    assert table.scan(Select="COUNT")["Count"] == len(books)
    return books


def read(books):
    step("get_item, also consistently")
    key = {"Author": "H.G. Wells", "Title": "The Invisible Man"}
    assert table.get_item(Key=key)["Item"]["Title"] == "The Invisible Man"
    assert table.get_item(Key=key, ConsistentRead=True)["Item"]["Author"] == "H.G. Wells"
    assert "Item" not in table.get_item(Key={"Author": "H.G. Wells", "Title": "The Visible Man"})

    step("query")
    wells = sorted(book["Title"] for book in books if book["Author"] == "H.G. Wells")
    answer = table.query(KeyConditionExpression=Key("Author").eq("H.G. Wells"), ReturnConsumedCapacity="TOTAL")
    assert [item["Title"] for item in answer["Items"]] == wells, answer["Items"]
    assert answer["ConsumedCapacity"]["CapacityUnits"] == 0.5, answer["ConsumedCapacity"]

    step("query with a filter")
    filtered = table.query(
        KeyConditionExpression=Key("Author").eq("H.G. Wells"),
        FilterExpression=Attr("Editions").contains("Kindle"),
        ReturnConsumedCapacity="TOTAL",
    )
    assert 0 < filtered["Count"] < filtered["ScannedCount"] == len(wells), filtered
    assert filtered["ConsumedCapacity"] == answer["ConsumedCapacity"], filtered["ConsumedCapacity"]

    step("scan, page after page")
    found = []
    page = table.scan(FilterExpression=Attr("Rating").gte(5), Limit=100)
    found += page["Items"]
    while "LastEvaluatedKey" in page:
        page = table.scan(
            FilterExpression=Attr("Rating").gte(5), Limit=100, ExclusiveStartKey=page["LastEvaluatedKey"]
        )
        found += page["Items"]
    expected = sum(1 for book in books if book.get("Rating", 0) >= 5)
    assert len(found) == expected, (len(found), expected)


def update():
    step("update_item")
    key = {"Author": "H.G. Wells", "Title": "The Invisible Man"}
    arguments = {
        "Key": key,
        "UpdateExpression": "SET Rating = :rating, Version = :new",
        "ConditionExpression": "attribute_not_exists(Version) OR Version = :old",
        "ReturnValues": "ALL_NEW",
    }
    values = {":rating": 3, ":old": 0, ":new": 1}
    after = table.update_item(**arguments, ExpressionAttributeValues=values)["Attributes"]
    assert after["Rating"] == 3 and after["Version"] == 1, after
    changes["MODIFY"] += 1

    step("update_item with a stale version")
    refused(
        "ConditionalCheckFailedException",
        table.update_item,
        **arguments,
        ExpressionAttributeValues={":rating": 5, ":old": 0, ":new": 1},
    )
    assert table.get_item(Key=key)["Item"]["Rating"] == 3


def transact():
    step("transact_write_items")
    check = {
        "TableName": "books",
        "Key": {"Author": {"S": "H.G. Wells"}, "Title": {"S": "The Invisible Man"}},
        "ConditionExpression": "Version = :version",
    }
    puts = [
        {"Put": {"TableName": "books", "Item": {"Author": {"S": "Ana Souza"}, "Title": {"S": title}}}}
        for title in ("Volume 1", "Volume 2")
    ]
    good = {"ConditionCheck": {**check, "ExpressionAttributeValues": {":version": {"N": "1"}}}}
    client.transact_write_items(TransactItems=[good, *puts], ClientRequestToken="notebook")
    changes["INSERT"] += 2
    client.transact_write_items(TransactItems=[good, *puts], ClientRequestToken="notebook")

    step("transact_write_items that is cancelled")
    stale = {"ConditionCheck": {**check, "ExpressionAttributeValues": {":version": {"N": "7"}}}}
    error = refused("TransactionCanceledException", client.transact_write_items, TransactItems=[stale, *puts])
    codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
    assert codes == ["ConditionalCheckFailed", "None", "None"], codes

    step("delete_item")
    table.delete_item(Key={"Author": "Ana Souza", "Title": "Volume 2"})
    changes["REMOVE"] += 1


def stream():
    step("list_streams, describe_stream")
    arn = streams.list_streams(TableName="books")["Streams"][0]["StreamArn"]
    assert arn == table.latest_stream_arn, arn
    assert arn.startswith("arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/"), arn
    description = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert description["StreamViewType"] == "NEW_AND_OLD_IMAGES", description

    seen = Counter()
    for shard in description["Shards"]:
        step(f"get_shard_iterator, get_records of {shard['ShardId']}")
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            seen.update(record["eventName"] for record in page["Records"])
            iterator = page.get("NextShardIterator") if page["Records"] else None
    assert seen == changes, (seen, changes)


def capacity():
    step("update_table to on-demand")
    client.update_table(TableName="books", BillingMode="PAY_PER_REQUEST")
    table.wait_until_exists()
    table.reload()
    assert table.billing_mode_summary["BillingMode"] == "PAY_PER_REQUEST", table.billing_mode_summary
    assert table.query(KeyConditionExpression=Key("Author").eq("Ana Souza"))["Count"] == 1

    step("delete_table")
    table.delete()
    table.wait_until_not_exists()
    refused("ResourceNotFoundException", client.describe_table, TableName="books")
    assert "books" not in client.list_tables()["TableNames"]


create_table()
put()
read(load(sys.argv[1]))
update()
transact()
stream()
capacity()
print("all as in the lessons")
