"""The AWS CLI with an ear to its answers: `python checked_aws.py FILE ecs list-clusters`.

The `aws` of the path is a process of its own, whose answers nobody here would see. This is the same program with
ModelCheck attached; what was called, and what the check found, goes to FILE as JSON.
"""

import json
import sys

from awscli.clidriver import create_clidriver
from model_check import ModelCheck

SERVICES = ("ecs", "cloudwatch-logs", "ec2", "s3")


def main(report, arguments):
    """Runs one command and writes the report, whatever the command's end."""
    check, called = ModelCheck(), []
    driver = create_clidriver()
    for service in SERVICES:
        driver.session.register(f"before-parse.{service}", check.answer)
        driver.session.register(
            f"before-call.{service}",
            lambda model, **_: called.append([model.service_model.service_name, model.name]),
        )
    try:
        return driver.main(arguments)
    finally:
        with open(report, "w", encoding="utf-8") as file:
            json.dump({"called": called, "answers": check.answers, "problems": check.problems}, file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
