"""Runs last: that all the cloud serves was called, so that a new operation is not left unchecked."""

import pytest
from conftest import CALLS, is_whole


@pytest.mark.parametrize("service", ["ecs", "logs", "ec2"])
def test_every_served_operation_was_called(service, served, request):
    if not is_whole(request.config):
        pytest.skip("only some tests were asked for")
    assert served(service) - CALLS.of(service) == set()
