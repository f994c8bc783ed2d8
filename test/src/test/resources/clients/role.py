# What boto3 is told with the identity of a function (./classroom env --as FUNCTION). The first argument says which.
import os
import sys

import boto3
from botocore.exceptions import ClientError

db = boto3.client("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
BOOK = {"Author": {"S": "Jules Verne"}, "Title": {"S": "Le Tour du monde"}}


def refused(action, table, call, **request):
    try:
        call(**request)
    except ClientError as e:
        error = e.response["Error"]
        assert error["Code"] == "AccessDeniedException", error
        assert e.response["ResponseMetadata"]["HTTPStatusCode"] == 400, e.response
        assert error["Message"].endswith(
            f"is not authorized to perform: {action} on resource: arn:aws:dynamodb:us-east-2:000000000000:table/{table}"
            f" because no identity-based policy allows the {action} action"
        ), error
    else:
        raise AssertionError(f"{action} on {table} was done")


def account_get():
    key = {"id": {"N": "1"}, "email": {"S": "ana@example.com"}}
    assert "Item" not in db.get_item(TableName="account", Key=key)
    refused("dynamodb:GetItem", "books", db.get_item, TableName="books", Key=BOOK)
    refused("dynamodb:Scan", "account", db.scan, TableName="account")


def books_transact():
    put = {"Put": {"TableName": "books", "Item": BOOK}}
    delete = {"Delete": {"TableName": "books", "Key": {"Author": {"S": "Nobody"}, "Title": {"S": "Nothing"}}}}
    refused("dynamodb:DeleteItem", "books", db.transact_write_items, TransactItems=[put, delete])


def nothing_was_written():
    assert "Item" not in db.get_item(TableName="books", Key=BOOK, ConsistentRead=True)


def the_same_without_the_forbidden_item():
    db.transact_write_items(TransactItems=[{"Put": {"TableName": "books", "Item": BOOK}}])


globals()[sys.argv[1]]()
print("as it must be")
