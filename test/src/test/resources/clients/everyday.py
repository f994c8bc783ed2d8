# What a student does with boto3, and what makes a client look elsewhere: a queue's URL, another region, a template's URL.
import json
import sys

import boto3
from botocore.exceptions import ClientError

queue = sys.argv[1]

tables = boto3.resource("dynamodb").Table("account")
tables.put_item(Item={"id": 2, "email": "python@example.com", "nome": "Ana"})
assert tables.get_item(Key={"id": 2, "email": "python@example.com"})["Item"]["nome"] == "Ana"

event = json.dumps({"nome": "Ana", "sobrenome": "Souza"})
assert b"Oi Ana Souza" in boto3.client("lambda").invoke(FunctionName="hello", Payload=event)["Payload"].read()
assert boto3.client("sts").get_caller_identity()["Account"] == "000000000000"

s3 = boto3.client("s3")
s3.create_bucket(Bucket="python", CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
s3.put_object(Bucket="python", Key="a b/é", Body=b"text")
url = boto3.client("sqs").get_queue_url(QueueName=queue)["QueueUrl"]
for region in "us-east-2", "sa-east-1":
    boto3.client("sqs", region_name=region).receive_message(QueueUrl=url)
    s3 = boto3.client("s3", region_name=region)
    assert s3.get_object(Bucket="python", Key="a b/é")["Body"].read() == b"text"
    try:
        s3.head_bucket(Bucket="nobody-has-this")  # Told 301 or 400, boto3 looks for the bucket's region.
        raise AssertionError("a bucket that nobody has")
    except ClientError:
        pass

# Nobody fetches a template from AWS, whatever the URL says.
for url in "https://nobody-has-this.s3.sa-east-1.amazonaws.com/template.json", "https://example.com/template.json":
    try:
        boto3.client("cloudformation").create_stack(StackName="elsewhere", TemplateURL=url)
        raise AssertionError(f"a template from {url}")
    except ClientError as e:
        assert e.response["Error"]["Code"] == "ValidationError", e.response
print("as it must be")
