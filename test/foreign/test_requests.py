"""What the plugin sends to ECS for processes of any kind, held against botocore's own model of the operations."""

import json
import pathlib
import subprocess

import botocore.session
from botocore.validate import ParamValidator

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRITER = ROOT / "dist" / "test" / "requests" / "write-requests.js"


def enums(shape, value, where):
    """What botocore does not look at before it sends: values that an enumeration does not have."""
    if shape.type_name == "structure":
        for name, item in value.items():
            yield from enums(shape.members[name], item, f"{where}.{name}")
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from enums(shape.member, item, f"{where}[{index}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from enums(shape.value, item, f"{where}.{key}")
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{where}: {value!r} is none of {shape.enum}"


def test_every_request_fits_the_model(tmp_path):
    path = tmp_path / "requests.jsonl"
    subprocess.run(["node", str(WRITER), str(path)], check=True, cwd=ROOT, timeout=300)
    service = botocore.session.get_session().get_service_model("ecs")
    problems, counts = [], {}
    for line in path.read_text().splitlines():
        request = json.loads(line)
        operation, given = request["operation"], request["input"]
        shape = service.operation_model(operation).input_shape
        counts[operation] = counts.get(operation, 0) + 1
        report = ParamValidator().validate(given, shape)
        if report.has_errors():
            problems.append(f"{operation}: {report.generate_report()}: {line}")
        else:
            problems += [f"{problem}: {line}" for problem in enums(shape, given, operation)]
    print(f"requests held against botocore's model: {counts}")
    assert problems == []
    assert counts["RunTask"] >= 100
    assert counts["RegisterTaskDefinition"] >= 20
