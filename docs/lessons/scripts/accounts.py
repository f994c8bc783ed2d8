import os

import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource(
    "dynamodb", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"]
)
table = dynamodb.Table("account")
key = {"id": 5, "email": "eva@example.com"}


def create(nome):
    table.put_item(Item={**key, "nome": nome}, ConditionExpression="attribute_not_exists(id)")


create("Eva Lima")
try:
    create("Outra Eva")
except ClientError as refused:
    print(refused.response["Error"]["Code"])

item = table.get_item(Key=key)["Item"]
print(repr(item["id"]), item["nome"])

changed = table.update_item(
    Key=key,
    UpdateExpression="SET nome = :nome",
    ConditionExpression="attribute_exists(id)",
    ExpressionAttributeValues={":nome": "Eva de Lima"},
    ReturnValues="UPDATED_NEW",
)
print(changed["Attributes"])

table.delete_item(Key=key)
print("Item" in table.get_item(Key=key))
