"""Holds the raw answers of the local cloud against botocore's model of the service.

botocore itself is lenient: it drops members it does not know and takes what is missing for absent. So the bytes
are looked at before it parses them.
"""

import json
import xml.etree.ElementTree as ElementTree


class ModelCheck:
    """Collects what an answer has against the model; `problems` is empty where all is well."""

    def __init__(self):
        self.problems = []
        self.answers = {}

    def attach(self, client):
        """Looks at every answer of a client."""
        service = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register(f"before-parse.{service}", self._answer)

    def _answer(self, operation_model, response_dict, **_):
        service = operation_model.service_model
        self.answers[service.service_name] = self.answers.get(service.service_name, 0) + 1
        shape = operation_model.output_shape
        where = f"{service.service_name}:{operation_model.name}"
        if response_dict["status_code"] >= 300:
            self._error(service, operation_model, response_dict, where)
        elif shape is not None and service.metadata["protocol"] in ("json", "smithy-rpc-v2-cbor"):
            self._json(shape, json.loads(response_dict["body"] or b"{}"), where)
        elif shape is not None and service.metadata["protocol"] == "ec2":
            self._ec2(shape, ElementTree.fromstring(response_dict["body"]), where)

    def _error(self, service, operation_model, response_dict, where):
        if service.metadata["protocol"] != "json":
            return
        body = json.loads(response_dict["body"])
        if not isinstance(body.get("__type"), str) or not isinstance(body.get("message"), str):
            self.problems.append(f"{where}: an error needs __type and message: {body}")
        modelled = {shape.name for shape in operation_model.error_shapes}
        # Errors every operation may have are in no model.
        common = {
            "AccessDeniedException", "ThrottlingException", "UnknownOperationException", "ValidationException",
            "SerializationException", "ExpiredTokenException", "ServiceUnavailable",
        }
        if body.get("__type") not in modelled | common:
            self.problems.append(f"{where}: {body.get('__type')} is no error of this operation: {sorted(modelled)}")

    def _json(self, shape, value, where):
        kind = shape.type_name
        if value is None:
            self.problems.append(f"{where}: null")
        elif kind == "structure":
            self._structure(shape, value, where)
        elif kind == "list":
            if self._is(value, list, where):
                for index, item in enumerate(value):
                    self._json(shape.member, item, f"{where}[{index}]")
        elif kind == "map":
            if self._is(value, dict, where):
                for key, item in value.items():
                    self._json(shape.value, item, f"{where}.{key}")
        else:
            self._scalar(shape, value, where)

    def _structure(self, shape, value, where):
        if not self._is(value, dict, where):
            return
        for name in shape.required_members:
            if name not in value:
                self.problems.append(f"{where}: the required member {name} is missing")
        for name, item in value.items():
            if name not in shape.members:
                self.problems.append(f"{where}: no such member: {name} (of {shape.name})")
            else:
                self._json(shape.members[name], item, f"{where}.{name}")

    def _scalar(self, shape, value, where):
        kind = shape.type_name
        if kind == "string" and self._is(value, str, where):
            if shape.enum and value not in shape.enum:
                self.problems.append(f"{where}: {value!r} is none of {shape.enum}")
        elif kind in ("integer", "long"):
            if isinstance(value, bool) or not isinstance(value, int):
                self.problems.append(f"{where}: {value!r} is no whole number")
        elif kind in ("double", "float", "timestamp"):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                self.problems.append(f"{where}: {value!r} is no number")
        elif kind == "boolean":
            self._is(value, bool, where)

    def _is(self, value, wanted, where):
        if isinstance(value, wanted):
            return True
        self.problems.append(f"{where}: {value!r} is no {wanted.__name__}")
        return False

    def _ec2(self, shape, element, where):
        if shape.type_name == "structure":
            known = {member.serialization.get("name", name): member for name, member in shape.members.items()}
            for child in element:
                name = child.tag.split("}")[-1]
                if name == "requestId":
                    continue
                if name not in known:
                    self.problems.append(f"{where}: no such element: {name} (of {shape.name})")
                else:
                    self._ec2(known[name], child, f"{where}.{name}")
        elif shape.type_name == "list":
            for index, child in enumerate(element):
                self._ec2(shape.member, child, f"{where}[{index}]")
        elif shape.type_name == "boolean" and element.text not in ("true", "false"):
            self.problems.append(f"{where}: {element.text!r} is no boolean")
        elif shape.type_name in ("integer", "long") and not (element.text or "").lstrip("-").isdigit():
            self.problems.append(f"{where}: {element.text!r} is no whole number")
        elif shape.type_name == "string" and shape.enum and element.text not in shape.enum:
            self.problems.append(f"{where}: {element.text!r} is none of {shape.enum}")
