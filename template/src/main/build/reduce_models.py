"""Reduces AWS's models of the services beside DynamoDB, as botocore has them, to what classroom.template.api reads.

    python3 template/src/main/build/reduce_models.py > template/src/main/resources/classroom/template/api/services.json

It needs botocore (pip install botocore==VERSION); the output says which version it had. Kept are each operation with
its method and path, and the shapes of its request with types and constraints. The same botocore gives the same bytes.
"""

import json

import botocore
import botocore.loaders

# In this order: a service is read by skipping those before it.
SERVICES = ["dynamodbstreams", "lambda", "sqs", "logs", "sts", "ssm", "cloudformation", "iam"]


def reduce(model):
    shapes = {}

    def add(name):
        """Adds a shape and all that it consists of."""
        if name not in shapes:
            shape = model["shapes"][name]
            shapes[name] = reduced = {"type": "enum" if "enum" in shape else shape["type"]}
            if shape["type"] == "structure":
                members = shape["members"]
                reduced["members"] = {member: add(target["shape"]) for member, target in members.items()}
                # Where in an HTTP request a member is, if not in its body.
                places = {
                    member: target["location"] + " " + target["locationName"]
                    for member, target in members.items()
                    if "location" in target
                }
                reduced.update({"places": places} if places else {})
                reduced.update({key: shape[key] for key in ["required", "payload"] if shape.get(key)})
            elif shape["type"] == "list":
                reduced["element"] = add(shape["member"]["shape"])
            elif shape["type"] == "map":
                reduced["key"] = add(shape["key"]["shape"])
                reduced["element"] = add(shape["value"]["shape"])
            elif "enum" in shape:
                reduced["values"] = shape["enum"]
            reduced.update({key: shape[key] for key in ["min", "max", "pattern", "sensitive"] if shape.get(key) is not None})
        return name

    operations = {}
    for name, operation in sorted(model["operations"].items()):
        operations[name] = {"input": add(operation["input"]["shape"])} if "input" in operation else {}
        if model["metadata"]["protocol"] == "rest-json":
            operations[name].update(method=operation["http"]["method"], path=operation["http"]["requestUri"])
    return {
        "version": model["metadata"]["apiVersion"],
        "operations": operations,
        "shapes": dict(sorted(shapes.items())),
    }


def text(value, depth):
    """JSON with a line for each operation and shape."""
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    return "{\n" + ",\n".join(json.dumps(key) + ":" + text(each, depth - 1) for key, each in value.items()) + "\n}"


loader = botocore.loaders.Loader()
models = {service: reduce(loader.load_service_model(service, "service-2")) for service in SERVICES}
print(text({"source": "botocore " + botocore.__version__, **models}, 3))
