import json
import os

import boto3

lambda_client = boto3.client(
    "lambda", region_name="us-east-2", endpoint_url=os.environ["AWS_ENDPOINT_URL"]
)

response = lambda_client.invoke(
    FunctionName="hello",
    Payload=json.dumps({"nome": "Ana", "sobrenome": "Souza"}),
)
answer = json.load(response["Payload"])
print(answer["statusCode"], json.loads(answer["body"]))
