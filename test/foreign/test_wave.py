"""Wave by Python's own HTTP: there is no client of it for Python, so the documents are looked at member by member."""

import base64

import pytest
from conftest import CALLS, until
from ecs_calls import IMAGE, register, run, stopped

# What a freeze into a registry leaves out: there, the name is the image's own for good.
OF_A_TOKEN = {"containerToken", "expiration"}
ALWAYS = {"requestId", "targetImage", "containerImage", "freeze", "mirror"}


@pytest.fixture
def wave(cloud):
    """Calls Wave and answers status and document."""
    def call(method, path, body=None, headers=None):
        # Ids differ, the operation is the same.
        name = "/".join("{id}" if any(map(str.isdigit, part[2:])) else part for part in path.split("/"))
        CALLS.add("urllib", "wave", f"{method} {name}")
        status, told, document = cloud.http(method, path, body, headers)
        assert told["Content-Type"].startswith("application/json")
        if status >= 400:
            assert isinstance(document["message"], str) and document["message"]
        return status, document

    return call


def dockerfile(text):
    """A Dockerfile as Wave's clients send it."""
    return base64.b64encode(text.encode()).decode()


def test_service_info_is_told(wave):
    status, document = wave("GET", "/service-info")
    assert status == 200 and set(document["serviceInfo"]) == {"version", "commitId"}


@pytest.mark.parametrize("path", ["/v1alpha2/container", "/container-token"])
def test_an_image_gets_a_name_of_its_own(wave, cloud, path):
    status, document = wave("POST", path, {"containerImage": "ubuntu:24.04", "containerPlatform": "linux/amd64"})
    assert status == 200 and ALWAYS | OF_A_TOKEN <= set(document)
    host = cloud.endpoint.removeprefix("http://")
    assert document["targetImage"] == f"{host}/wt/{document['containerToken']}/library/ubuntu:24.04"
    assert document["containerImage"] == "docker.io/library/ubuntu:24.04"
    assert document["freeze"] is False and document["succeeded"] is True
    status, told = wave("GET", f"/v1alpha2/container/{document['requestId']}/status")
    assert (status, told["id"], told["status"]) == (200, document["requestId"], "DONE")


def test_a_dockerfile_is_built_and_then_known(wave):
    wanted = {"containerFile": dockerfile("FROM busybox\nRUN echo hi\n")}
    _, first = wave("POST", "/v1alpha2/container", wanted)
    assert first["cached"] is False and "succeeded" not in first
    _, pending = wave("GET", f"/v1alpha1/builds/{first['buildId']}/status")
    assert (pending["id"], pending["status"]) == (first["buildId"], "PENDING")
    done = until(
        lambda: wave("GET", f"/v1alpha2/container/{first['requestId']}/status")[1],
        lambda found: found["status"] == "DONE",
    )
    assert done["succeeded"] is True and done["buildId"] == first["buildId"]
    _, built = wave("GET", f"/v1alpha1/builds/{first['buildId']}/status")
    assert (built["status"], built["succeeded"]) == ("COMPLETED", True)
    _, again = wave("POST", "/v1alpha2/container", wanted)
    assert (again["cached"], again["buildId"]) == (True, first["buildId"])


def test_packages_and_frozen_images_are_built(wave):
    conda = {"type": "CONDA", "entries": ["samtools=1.20"], "channels": ["bioconda"]}
    status, document = wave("POST", "/v1alpha2/container", {"packages": conda})
    assert status == 200 and document["buildId"]
    frozen = {"containerImage": "busybox", "freeze": True, "buildRepository": "quay.io/me/tools"}
    status, document = wave("POST", "/v1alpha2/container", frozen)
    assert status == 200 and document["freeze"] is True and not OF_A_TOKEN & set(document)
    assert document["targetImage"].startswith("quay.io/me/tools:")


def test_wrong_requests_are_refused(wave):
    assert wave("POST", "/v1alpha2/container", {})[0] == 400
    both = {"containerImage": "busybox", "containerFile": dockerfile("FROM busybox")}
    assert wave("POST", "/v1alpha2/container", both)[0] == 400
    assert wave("POST", "/v1alpha2/container", {"containerImage": "Not An Image"})[0] == 400
    assert wave("POST", "/v1alpha2/container", {"containerImage": "busybox", "freeze": True})[0] == 400
    assert wave("POST", "/v1alpha2/container", b"{", {"Content-Type": "application/json"})[0] == 400
    assert wave("POST", "/v1alpha2/container", b"{}", {"Content-Type": "text/plain"})[0] == 415
    assert wave("GET", "/v1alpha2/container/0123456789ab/status")[0] == 404
    assert wave("GET", "/v1alpha1/builds/bd-0123456789abcdef_1/status")[0] == 404
    assert wave("GET", "/v1alpha2/nothing")[0] == 404


def test_a_task_runs_in_an_image_of_wave(wave, ecs):
    _, document = wave(
        "POST", "/v1alpha2/container",
        {"containerImage": IMAGE, "containerConfig": {"env": ["FROM_WAVE=7"]}},
    )
    definition = register(
        ecs, "foreign-wave", ("sh", "-c", "exit $FROM_WAVE"), container={"image": document["targetImage"]}
    )
    [task] = run(ecs, definition)
    [container] = stopped(ecs, task["taskArn"])["containers"]
    assert (container["image"], container["exitCode"]) == (document["targetImage"], 7)
