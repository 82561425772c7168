"""The local cloud, started as a user starts it, and clients of AWS that reach it."""

import os
import pathlib
import re
import subprocess
import sys
import time

import boto3
import pytest
from botocore.config import Config
from model_check import ModelCheck

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTS = {"boto3": 0, "cli": 0}


class Cloud:
    """A running local cloud and the environment its clients need."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.check = ModelCheck()
        self.env = {
            "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local-cloud",
            "AWS_SECRET_ACCESS_KEY": "not-a-secret",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }

    def client(self, service):
        client = boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="local-cloud",
            aws_secret_access_key="not-a-secret",
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 5}),
        )
        self.check.attach(client)
        client.meta.events.register("before-send", _counted)
        return client

    def aws(self, *arguments, expect=0):
        """Runs the AWS CLI and answers its output."""
        COUNTS["cli"] += 1
        done = subprocess.run(
            ["aws", *arguments], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == expect, f"aws {' '.join(arguments)}: {done.stderr}"
        return done.stdout if expect == 0 else done.stderr


def _counted(**_):
    COUNTS["boto3"] += 1


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    data = tmp_path_factory.mktemp("cloud")
    process = subprocess.Popen(
        ["node", "dist/cli/main.js", "local", "-data", str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    endpoint = None
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            endpoint = found.group(0)
            break
    assert endpoint, "the local cloud printed no endpoint"
    running = Cloud(endpoint)
    yield running
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert running.check.problems == []


@pytest.fixture(scope="session")
def ecs(cloud):
    return cloud.client("ecs")


@pytest.fixture(scope="session")
def ec2(cloud):
    return cloud.client("ec2")


@pytest.fixture(scope="session")
def logs(cloud):
    return cloud.client("logs")


@pytest.fixture(scope="session")
def s3(cloud):
    return cloud.client("s3")


@pytest.fixture(autouse=True)
def answers_fit_the_model(cloud):
    """A test fails where an answer it got is not as botocore's model says."""
    before = len(cloud.check.problems)
    yield
    assert cloud.check.problems[before:] == []


def until(ask, holds, seconds=30):
    """Asks until it holds; the local cloud's tasks take real, if little, time."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if holds(answer):
            return answer
        assert time.monotonic() < end, f"did not come about in {seconds} s: {answer}"
        time.sleep(0.05)


def pytest_terminal_summary(terminalreporter):
    total = COUNTS["boto3"] + COUNTS["cli"]
    terminalreporter.write_line(f"{total} calls: {COUNTS['boto3']} by boto3, {COUNTS['cli']} by the AWS CLI")
    assert total >= 60 or terminalreporter.config.option.keyword, "at least 60 calls are to be made"
