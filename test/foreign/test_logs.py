"""CloudWatch Logs by boto3."""

import time

import pytest
from conftest import until
from ecs_calls import refused, sizes_and_items

GROUP = "/foreign/logs"
STREAM = {"logGroupName": GROUP, "logStreamName": "a"}


@pytest.fixture(scope="module")
def written(logs):
    """A group with a stream of a hundred events; answers their messages in order."""
    logs.create_log_group(logGroupName=GROUP, tags={"team": "a"})
    logs.create_log_stream(**STREAM)
    now = int(time.time() * 1000)
    messages = [f"line {index}" for index in range(100)]
    events = [{"timestamp": now + index, "message": message} for index, message in enumerate(messages)]
    logs.put_log_events(**STREAM, logEvents=events)
    # Ingestion takes a moment, as on AWS.
    until(lambda: read_all(logs), lambda read: len(read) == 100)
    return messages


def read_all(logs):
    """Follows the forward token until it stands still, as CloudWatch wants it; a page may be empty before the end."""
    read, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(**STREAM, startFromHead=True, limit=30, **more)
        read += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            return read
        token = page["nextForwardToken"]


def test_events_are_read_forwards_and_backwards(logs, written):
    assert read_all(logs) == written
    last = logs.get_log_events(**STREAM, limit=10)
    assert set(event["message"] for event in last["events"]) <= set(written[-10:])
    earlier = logs.get_log_events(**STREAM, limit=10, nextToken=last["nextBackwardToken"])
    assert set(event["message"] for event in earlier["events"]) <= set(written[:-1])


def test_events_are_searched_through_a_paginator(logs, written):
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=GROUP, logStreamNames=["a"], filterPattern='"line 4"', PaginationConfig={"PageSize": 5}
    )
    found = [event["message"] for page in pages for event in page["events"]]
    assert found == [message for message in written if message.startswith("line 4")]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP, logStreamNamePrefix="a")
    assert [event["message"] for page in pages for event in page["events"]] == written


def test_groups_and_streams_are_described_in_pages(logs, written):
    for index in range(4):
        logs.create_log_group(logGroupName=f"/foreign/page/{index}")
        logs.create_log_stream(logGroupName="/foreign/page/0", logStreamName=f"s{index}")
    lengths, groups = sizes_and_items(
        logs, "describe_log_groups", "logGroups", 3, logGroupNamePrefix="/foreign/page/"
    )
    assert lengths == [3, 1] and groups[0]["arn"].endswith("/foreign/page/0:*")
    lengths, _ = sizes_and_items(logs, "describe_log_streams", "logStreams", 3, logGroupName="/foreign/page/0")
    assert lengths == [3, 1]
    [latest] = logs.describe_log_streams(logGroupName=GROUP, orderBy="LastEventTime", descending=True)["logStreams"]
    assert latest["lastEventTimestamp"] - latest["firstEventTimestamp"] == len(written) - 1
    for index in range(4):
        logs.delete_log_group(logGroupName=f"/foreign/page/{index}")


def test_retention_and_tags_are_set_and_taken_away(logs, written):
    def group():
        return logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"][0]

    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=7)
    assert group()["retentionInDays"] == 7
    logs.delete_retention_policy(logGroupName=GROUP)
    assert "retentionInDays" not in group()
    arn = group()["logGroupArn"]
    logs.tag_resource(resourceArn=arn, tags={"k": "v"})
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"k": "v"}


def test_wrong_requests_are_refused(logs, written):
    refused(logs.create_log_group, "ResourceAlreadyExistsException", logGroupName=GROUP)
    refused(logs.create_log_stream, "ResourceAlreadyExistsException", **STREAM)
    refused(logs.create_log_stream, "ResourceNotFoundException", logGroupName="/none", logStreamName="a")
    refused(logs.create_log_group, "InvalidParameterException", logGroupName="a b")
    refused(logs.put_retention_policy, "InvalidParameterException", logGroupName=GROUP, retentionInDays=2)
    refused(logs.filter_log_events, "ResourceNotFoundException", logGroupName="/none")
    refused(logs.get_log_events, "InvalidParameterException", **STREAM, nextToken="none of ours")
    now = int(time.time() * 1000)
    backwards = [{"timestamp": now, "message": "b"}, {"timestamp": now - 1000, "message": "a"}]
    refused(logs.put_log_events, "InvalidParameterException", **STREAM, logEvents=backwards)
    refused(logs.describe_metric_filters, "UnknownOperationException", logGroupName=GROUP)
    old = logs.put_log_events(**STREAM, logEvents=[{"timestamp": now - 20 * 86_400_000, "message": "old"}])
    assert old["rejectedLogEventsInfo"]["tooOldLogEventEndIndex"] == 1


def test_streams_and_groups_go(logs, written):
    logs.delete_log_stream(**STREAM)
    refused(logs.get_log_events, "ResourceNotFoundException", **STREAM)
    logs.delete_log_group(logGroupName=GROUP)
    refused(logs.delete_log_group, "ResourceNotFoundException", logGroupName=GROUP)
