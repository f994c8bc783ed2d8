"""Loads books and goes on with those that a call had no time for."""

import json
import os

import boto3

lambda_client = boto3.client(
    "lambda", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"]
)

books = [{"Author": "Ana Souza", "Title": f"Memórias {volume:02}"} for volume in range(1, 61)]

while books:
    response = lambda_client.invoke(FunctionName="books-load", Payload=json.dumps({"books": books}))
    answer = json.loads(json.load(response["Payload"])["body"])
    print(answer["loaded"], "of", len(books), "written")
    books = [books[index] for index in answer.get("notWritten", [])]
