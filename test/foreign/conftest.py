"""The local cloud, started as a user starts it, and clients of AWS that reach it."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from calls import Calls
from model_check import ModelCheck

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
NODE = ["node", "dist/cli/main.js", "local"]
CALLS = Calls()
CHECK = ModelCheck()
# Lines that tests want told at the end of a run.
TOLD = []

# What a developer has set for AWS or for a proxy must not lead a client away from the local cloud.
CLEAN = {name: value for name, value in os.environ.items() if not re.match(r"(?i)aws_|.*_proxy$", name)}


class Cloud:
    """A running local cloud and the ways to reach it."""

    def __init__(self, endpoint, folder):
        self.endpoint = endpoint
        self.report = folder / "cli.json"
        self.env = CLEAN | {
            "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local-cloud",
            "AWS_SECRET_ACCESS_KEY": "not-a-secret",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }

    def client(self, service, region="us-east-1", attempts=10, **options):
        """A client of boto3 whose every answer is checked.

        Retries are of boto3's default mode, which gives up no sooner than its attempts do; ten outlast AWS's quotas.
        """
        config = Config(
            s3={"addressing_style": "path"},
            retries={"mode": "legacy", "total_max_attempts": attempts},
            proxies={},
            **options,
        )
        client = boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id="local-cloud",
            aws_secret_access_key="not-a-secret",
            config=config,
        )
        CHECK.attach(client)
        client.meta.events.register("before-call", _counted)
        return client

    def aws(self, *arguments, expect=0):
        """Runs the AWS CLI and answers its output, or what it complains of where an error is expected."""
        self.report.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, str(HERE / "checked_aws.py"), str(self.report), *arguments],
            env=self.env, capture_output=True, text=True, timeout=300, check=False,
        )
        heard = json.loads(self.report.read_text(encoding="utf-8"))
        for service, operation in heard["called"]:
            CALLS.add("the AWS CLI", service, operation)
        CHECK.join(heard["answers"], heard["problems"])
        assert done.returncode == expect, f"aws {' '.join(arguments)}: {done.stderr}"
        return done.stdout if expect == 0 else done.stderr

    def http(self, method, path, body=None, headers=None):
        """A request without any client of AWS: answers status, headers and the JSON of the body."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        status, told, text = self._send(method, path, data, headers or {"Content-Type": "application/json"})
        return status, told, json.loads(text)

    def text(self, method, path, body, headers):
        """The body that such a request gets, whatever the status."""
        return self._send(method, path, body, headers)[2]

    def _send(self, method, path, body, headers):
        request = urllib.request.Request(self.endpoint + path, body, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()


def _counted(model, **_):
    CALLS.add("boto3", model.service_model.service_name, model.name)


def _runtime_options():
    """Processes run anywhere, so the choice is theirs where the command offers one."""
    told = subprocess.run(
        [*NODE, "--help"], cwd=ROOT, env=CLEAN, capture_output=True, text=True, timeout=60, check=True
    )
    return ["-runtime", "process"] if re.search(r"^\s*-runtime\b", told.stdout, re.MULTILINE) else []


def _endpoint_of(process):
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group(0)
    return None


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    os.environ |= {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    os.environ.pop("AWS_PROFILE", None)
    data = tmp_path_factory.mktemp("cloud")
    log = (data / "stderr").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [*NODE, "-data", str(data / "files"), *_runtime_options()],
        cwd=ROOT, env=CLEAN, stdout=subprocess.PIPE, stderr=log, text=True,
    )
    try:
        endpoint = _endpoint_of(process)
        log.seek(0)
        assert endpoint, f"the local cloud printed no endpoint: {log.read()}"
        yield Cloud(endpoint, data)
    finally:
        process.terminate()
        code = process.wait(timeout=60)
        log.close()
    assert code == 0, f"the local cloud ended with {code}"


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
def answers_fit_the_model():
    """A test fails where an answer it got is not as botocore's model says."""
    before = len(CHECK.problems)
    yield
    assert CHECK.problems[before:] == []


def until(ask, holds, seconds=90):
    """Asks until it holds; the local cloud's tasks take real, if little, time."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if holds(answer):
            return answer
        assert time.monotonic() < end, f"did not come about in {seconds} s: {answer}"
        time.sleep(0.1)


def is_whole(config):
    """Whether all tests were asked for: only then is a count of calls to be held against anything."""
    paths = [pathlib.Path(argument).resolve() for argument in config.args]
    return paths == [HERE] and not (config.option.keyword or config.option.markexpr or config.option.deselect)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Too few calls would mean that tests were lost."""
    if is_whole(session.config) and session.exitstatus == 0 and len(CALLS.operations) < 60:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    answers = ", ".join(f"{service} {count}" for service, count in sorted(CHECK.answers.items()))
    for line in [CALLS.told(), *TOLD]:
        terminalreporter.write_line(line)
    terminalreporter.write_line(f"answers held against botocore's model: {answers}")


@pytest.fixture(scope="session")
def served(cloud):
    """Answers the operations a service says it has, when asked for one that it has not."""
    def ask(service):
        target = {"ecs": "AmazonEC2ContainerServiceV20141113", "logs": "Logs_20140328"}.get(service)
        scope = f"local-cloud/20260101/us-east-1/{service}/aws4_request"
        headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
        if target is None:
            return _listed(cloud.text("POST", "/", b"Action=None&Version=2016-11-15", headers))
        return _listed(cloud.text("POST", "/", b"{}", headers | {"X-Amz-Target": f"{target}.None"}))

    return ask


def _listed(refusal):
    found = re.search(r"(?:Served here:|cloud serves) ([\w, ]+)\.", refusal)
    assert found, refusal
    return set(found.group(1).split(", "))
