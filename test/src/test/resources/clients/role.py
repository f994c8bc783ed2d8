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


def left_out(told):
    """Operations that AWS has and the class has not: told at once, and never tried again."""
    calls = [
        ("lambda", "put_function_concurrency", {"FunctionName": "hello", "ReservedConcurrentExecutions": 5}),
        ("lambda", "list_layers", {}),
        ("dynamodb", "list_backups", {}),
        ("dynamodb", "describe_continuous_backups", {"TableName": "books"}),
        ("sqs", "delete_queue", {"QueueUrl": "http://127.0.0.1/000000000000/q"}),
        ("logs", "describe_metric_filters", {"logGroupName": "/aws/lambda/hello"}),
        ("ssm", "get_parameters_by_path", {"Path": "/"}),
        ("sts", "decode_authorization_message", {"EncodedMessage": "x"}),
        ("iam", "list_users", {}),
        ("cloudformation", "list_stack_sets", {}),
    ]
    for service, operation, request in calls:
        client = boto3.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
        try:
            getattr(client, operation)(**request)
        except ClientError as e:
            assert told in e.response["Error"]["Message"], (operation, e.response)
            assert e.response["ResponseMetadata"]["RetryAttempts"] == 0, (operation, e.response)
        else:
            raise AssertionError(f"{operation} was done")


def left_out_of_the_class():
    left_out("The local class does not carry out ")


def left_out_and_denied():
    left_out("is not authorized to perform: ")


globals()[sys.argv[1]]()
print("as it must be")
