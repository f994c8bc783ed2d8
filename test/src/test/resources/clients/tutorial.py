"""What AWS's "getting started with Lambda" and its neighbours do first, with boto3 (see NotebookClientIT)."""

import os

import boto3
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/lambda-ex"
WAY = '"How to add a function" in CONTRIBUTING.md is the recipe for one of your own.'


def client(service):
    return boto3.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def told(operation, **parameters):
    try:
        operation(**parameters)
    except ClientError as error:
        message = error.response["Error"]["Message"]
        assert message.startswith("The local class ") and message.endswith(WAY), message
        assert error.response["ResponseMetadata"]["RetryAttempts"] == 0, error.response
    else:
        raise AssertionError(f"{operation} was not refused")


iam = client("iam")
told(iam.create_role, RoleName="lambda-ex", AssumeRolePolicyDocument="{}")
told(iam.attach_role_policy, RoleName="lambda-ex", PolicyArn=ROLE)
told(iam.put_role_policy, RoleName="lambda-ex", PolicyName="own", PolicyDocument="{}")
told(iam.create_policy, PolicyName="own", PolicyDocument="{}")

functions = client("lambda")
code = {"ZipFile": b"PK"}
told(functions.create_function, FunctionName="mine", Runtime="python3.13", Role=ROLE, Handler="a.b", Code=code)
told(functions.add_permission, FunctionName="hello", StatementId="s", Action="lambda:InvokeFunction", Principal="*")
told(functions.create_function_url_config, FunctionName="hello", AuthType="NONE")
told(functions.delete_function, FunctionName="hello")

told(client("apigateway").create_rest_api, name="api")
told(client("apigatewayv2").create_api, Name="api", ProtocolType="HTTP")
told(client("events").put_rule, Name="daily", ScheduleExpression="rate(1 day)")
told(client("sqs").create_queue, QueueName="mine")
print("all are told the way")
