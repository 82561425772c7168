"""Holds the raw answers of the local cloud against botocore's model of the service.

botocore itself is lenient: it drops members it does not know and takes what is missing for absent. So the bytes
are looked at before it parses them.
"""

import json
import re
import threading
import xml.etree.ElementTree as ElementTree

# Errors every operation may have are in no model.
COMMON = {
    "AccessDeniedException", "ThrottlingException", "UnknownOperationException", "ValidationException",
    "SerializationException", "ExpiredTokenException", "ServiceUnavailable",
}

# Where AWS itself answers what its model does not have. An attached internet gateway is `available`: so says the
# documentation of that very member. The states of an endpoint begin with a capital in the model only: see the example
# of `aws ec2 describe-vpc-endpoints`.
BEYOND_THE_MODEL = {
    ("InternetGatewayAttachment", "state"): {"available"},
    ("VpcEndpoint", "state"): {"available", "deleting", "pending"},
}

# Epoch seconds are below this for some thousand years; milliseconds are above it.
LATEST_SECOND = 100_000_000_000


class ModelCheck:
    """Collects what an answer has against the model; `problems` is empty where all is well."""

    def __init__(self):
        self.problems = []
        self.answers = {}
        self._lock = threading.Lock()

    def attach(self, client):
        """Looks at every answer of a client."""
        service = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register(f"before-parse.{service}", self.answer)

    def join(self, answers, problems):
        """Adds what a check in another process has found."""
        with self._lock:
            for service, count in answers.items():
                self.answers[service] = self.answers.get(service, 0) + count
            self.problems += problems

    def answer(self, operation_model, response_dict, **_):
        """Looks at one answer. Those of S3 are its own tests' matter: most have no document."""
        service = operation_model.service_model
        protocol = service.metadata["protocol"]
        where = f"{service.service_name}:{operation_model.name}"
        if protocol not in ("json", "ec2"):
            return
        self.join({service.service_name: 1}, [])
        if response_dict["status_code"] >= 500:
            self._say(f"{where}: status {response_dict['status_code']}: {response_dict['body'][:300]}")
        elif protocol == "json":
            self._json_answer(operation_model, response_dict, where)
        else:
            self._ec2_answer(operation_model, response_dict, where)

    def _say(self, problem):
        self.join({}, [problem])

    def _json_answer(self, operation_model, response_dict, where):
        if "x-amzn-requestid" not in {name.lower() for name in response_dict["headers"]}:
            self._say(f"{where}: no x-amzn-RequestId")
        body = json.loads(response_dict["body"] or b"{}")
        if response_dict["status_code"] >= 300:
            self._json_error(operation_model, body, where)
        elif operation_model.output_shape is not None:
            self._json(operation_model.output_shape, body, where)

    def _json_error(self, operation_model, body, where):
        if not isinstance(body.get("__type"), str) or not isinstance(body.get("message"), str):
            self._say(f"{where}: an error needs __type and message: {body}")
        modelled = {shape.name: shape for shape in operation_model.error_shapes}
        name = body.get("__type")
        members = {key: value for key, value in body.items() if key not in ("__type", "message")}
        if name in modelled:
            self._structure(modelled[name], members, f"{where}: {name}")
        elif name not in COMMON:
            self._say(f"{where}: {name} is no error of this operation: {sorted(modelled)}")
        elif members:
            self._say(f"{where}: {name} has no members but {sorted(members)} were given")

    def _json(self, shape, value, where):
        kind = shape.type_name
        if value is None:
            self._say(f"{where}: null")
        elif kind == "structure":
            self._structure(shape, value, where)
        elif kind == "list":
            self._list(shape, value, where)
        elif kind == "map":
            self._map(shape, value, where)
        else:
            self._scalar(shape, value, where)

    def _structure(self, shape, value, where):
        if not self._is(value, dict, where):
            return
        for name in shape.required_members:
            if name not in value and name != "message":
                self._say(f"{where}: the required member {name} is missing")
        for name, item in value.items():
            if name in shape.members:
                self._json(shape.members[name], item, f"{where}.{name}")
            else:
                self._say(f"{where}: no such member: {name} (of {shape.name})")

    def _list(self, shape, value, where):
        if self._is(value, list, where):
            for index, item in enumerate(value):
                self._json(shape.member, item, f"{where}[{index}]")

    def _map(self, shape, value, where):
        if self._is(value, dict, where):
            for key, item in value.items():
                self._scalar(shape.key, key, f"{where}: key")
                self._json(shape.value, item, f"{where}.{key}")

    def _scalar(self, shape, value, where):
        kind = shape.type_name
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if kind == "string" and self._is(value, str, where):
            if shape.enum and value not in shape.enum:
                self._say(f"{where}: {value!r} is none of {shape.enum}")
        elif kind in ("integer", "long") and not (number and isinstance(value, int)):
            self._say(f"{where}: {value!r} is no whole number")
        elif kind in ("double", "float") and not number:
            self._say(f"{where}: {value!r} is no number")
        elif kind == "timestamp" and not (number and 0 < value < LATEST_SECOND):
            self._say(f"{where}: {value!r} are no epoch seconds")
        elif kind == "boolean":
            self._is(value, bool, where)

    def _is(self, value, wanted, where):
        if isinstance(value, wanted):
            return True
        self._say(f"{where}: {value!r} is no {wanted.__name__}")
        return False

    def _ec2_answer(self, operation_model, response_dict, where):
        root = ElementTree.fromstring(response_dict["body"])
        if response_dict["status_code"] >= 300:
            self._ec2_error(root, where)
            return
        if _name(root) != f"{operation_model.name}Response":
            self._say(f"{where}: the document is a {_name(root)}")
        if not any(_name(child) == "requestId" and child.text for child in root):
            self._say(f"{where}: no requestId")
        if operation_model.output_shape is not None:
            self._ec2_structure(operation_model.output_shape, root, where)

    def _ec2_error(self, root, where):
        for path in ("Errors/Error/Code", "Errors/Error/Message", "RequestID"):
            if not root.findtext(path):
                self._say(f"{where}: an error needs {path}")

    def _ec2(self, shape, element, where, parent=None):
        kind, text = shape.type_name, element.text or ""
        allowed = BEYOND_THE_MODEL.get((parent, _name(element)), set())
        if kind == "structure":
            self._ec2_structure(shape, element, where)
        elif kind == "list":
            self._ec2_list(shape, element, where)
        elif len(element) > 0:
            self._say(f"{where}: a {kind} has elements")
        elif kind == "string" and shape.enum and text not in shape.enum and text not in allowed:
            self._say(f"{where}: {text!r} is none of {shape.enum}")
        elif not re.fullmatch(TEXTS.get(kind, r"[\s\S]*"), text):
            self._say(f"{where}: {text!r} is no {kind}")

    def _ec2_structure(self, shape, element, where):
        known = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        seen = set()
        for child in element:
            name = _name(child)
            # EC2 tells `return` of changes, also where the model has no such member (API reference, CreateSecurityGroup).
            if name == "requestId" or (name == "return" and child.text == "true" and name not in known):
                continue
            if name in seen:
                self._say(f"{where}: {name} is there twice")
            seen.add(name)
            if name in known:
                self._ec2(known[name], child, f"{where}.{name}", shape.name)
            else:
                self._say(f"{where}: no such element: {name} (of {shape.name})")

    def _ec2_list(self, shape, element, where):
        wanted = shape.member.serialization.get("name", "member")
        for index, child in enumerate(element):
            if _name(child) != wanted:
                self._say(f"{where}[{index}]: {_name(child)} instead of {wanted}")
            self._ec2(shape.member, child, f"{where}[{index}]")


# How EC2 writes what is no string.
TEXTS = {
    "boolean": "true|false",
    "integer": r"-?\d+",
    "long": r"-?\d+",
    "double": r"-?\d+(\.\d+)?",
    "float": r"-?\d+(\.\d+)?",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}


def _name(element):
    """The name of an element without its namespace."""
    return element.tag.split("}")[-1]
