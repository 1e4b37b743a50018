"""A trail with all it needs: made, gone over again, removed; and the same as commands."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.recording.created_resources import CreatedResources
from sestrail_tui.account.recording.creation import (
    SELECTORS,
    Standing,
    left,
    standing,
    steps_to_make,
    steps_to_remove,
)
from sestrail_tui.account.recording.observed import observe
from sestrail_tui.account.recording.template import template_text
from sestrail_tui.core.errors import AccessDenied, CannotKeep, SourceError
from sestrail_tui.local_aws.wire.faults import Fault
from tests.account.isolated import boto
from tests.account.recording import aws_cli
from tests.account.recording.cloudformation import Stack
from tests.account.recording.world import ACCOUNT, World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.recording.step import Step
    from sestrail_tui.local_aws.server.server import LocalServer

MADE = CreatedResources(ACCOUNT, "us-east-1")
NONE = Standing("absent", "absent", "absent", "absent")
ALL = Standing("ours", "ours", "ours", "ours")


def make(world: World, steps: Sequence[Step]) -> None:
    for step in steps:
        world.do(step.run(world.reached, world.clock))


def there(world: World) -> Standing:
    return world.do(standing(MADE, world.reached))


def test_made_gone_over_again_and_removed(embedded: World) -> None:
    assert there(embedded) == NONE
    steps = steps_to_make(MADE, NONE)
    make(embedded, steps[:7])
    assert there(embedded) == Standing("absent", "ours", "absent", "ours")
    make(embedded, steps_to_make(MADE, there(embedded)))
    assert there(embedded) == ALL
    now = embedded.do(observe(embedded.reached, MADE.trail))
    assert (now.is_logging, now.selectors, now.log_group) == (True, SELECTORS, MADE.group)
    make(embedded, steps_to_make(MADE, ALL))
    make(embedded, steps_to_remove(MADE, ALL))
    assert there(embedded) == NONE
    assert steps_to_remove(MADE, NONE) == ()


def test_the_printed_commands_do_the_same(embedded: World, server: LocalServer) -> None:
    for step in steps_to_make(MADE, NONE):
        aws_cli.run(step.command(), server.endpoint)
    assert there(embedded) == ALL
    assert embedded.do(observe(embedded.reached, MADE.trail)).is_logging
    for step in steps_to_remove(MADE, ALL):
        aws_cli.run(step.command(), server.endpoint)
    assert there(embedded) == NONE


def test_a_profile_is_named_in_every_command() -> None:
    steps = (*steps_to_make(MADE, NONE), *steps_to_remove(MADE, ALL))
    assert all(step.command("my profile").count("--profile 'my profile'") == 1 for step in steps)


def test_other_regions_and_partitions() -> None:
    made = CreatedResources(ACCOUNT, "cn-north-1")
    first = steps_to_make(made, NONE)[0]
    assert first.params["CreateBucketConfiguration"] == {"LocationConstraint": "cn-north-1"}
    assert made.role_arn.startswith("arn:aws-cn:iam::")
    assert len(CreatedResources(ACCOUNT, "ap-southeast-3").bucket) <= 63
    assert len(CreatedResources(ACCOUNT, "ap-southeast-3").role) <= 64


@pytest.mark.parametrize("kind", ["trail", "log group", "role", "bucket"])
def test_what_is_not_ours_is_left_alone(kind: str) -> None:
    states: list[Any] = ["foreign" if one == kind else "ours" for one in ALL.states]
    mixed = Standing(*states)
    with pytest.raises(CannotKeep, match=f"a {kind} sestrail.*nothing was made"):
        mixed.need_no_foreign(MADE, "made")
    left = " ".join(step.says for step in steps_to_remove(MADE, mixed))
    assert f"Delete {kind}" not in left
    assert len(steps_to_remove(MADE, mixed)) in (4, 5)


def test_untagged_ones_are_seen_as_foreign(embedded: World, server: LocalServer) -> None:
    made = CreatedResources(ACCOUNT, "us-east-1", "somebody-s")
    s3, iam = boto("s3", server.endpoint), boto("iam", server.endpoint)
    s3.create_bucket(Bucket=made.bucket)
    iam.create_role(RoleName=made.role, AssumeRolePolicyDocument="{}")
    found = embedded.do(standing(made, embedded.reached))
    assert found == Standing("absent", "absent", "foreign", "foreign")
    s3.delete_bucket(Bucket=made.bucket)
    iam.delete_role(RoleName=made.role)
    s3.close()
    iam.close()


def test_a_role_that_is_not_seen_yet_is_waited_for(embedded: World) -> None:
    make(embedded, steps_to_make(MADE, NONE)[:7])
    trail = next(one for one in steps_to_make(MADE, NONE) if one.operation == "CreateTrail")
    with pytest.raises(SourceError, match="InvalidCloudWatchLogsRoleArnException"):
        make(embedded, [trail])
    assert embedded.clock.ms > 30_000
    make(embedded, steps_to_remove(MADE, there(embedded)))


def test_a_refusal_names_the_permission(embedded: World) -> None:
    embedded.embedded.faults.add(Fault("access_denied", api="CreateRole"))
    role = next(one for one in steps_to_make(MADE, NONE) if one.operation == "CreateRole")
    with pytest.raises(SourceError, match="allow the action iam:CreateRole on role sestrail-"):
        make(embedded, [role])


def test_the_template_makes_a_trail_that_records_sends(
    embedded: World, server: LocalServer
) -> None:
    with ExitStack() as open_clients:

        def client(service: str) -> Any:
            made = boto(service, server.endpoint)
            open_clients.callback(made.close)
            return made

        stack = Stack(json.loads(template_text()), client)
    trail = next(one for one in embedded.embedded.trails if one.name == "a-stack")
    assert (trail.arn, trail.log_group) == (stack.outputs["TrailArn"], stack.outputs["LogGroup"])
    assert trail.is_logging
    assert trail.advanced == list(SELECTORS.advanced)


def test_a_trail_whose_tag_is_gone_keeps_what_it_needs(
    embedded: World, server: LocalServer
) -> None:
    make(embedded, steps_to_make(MADE, NONE))
    embedded.call("remove_tags", ResourceId=MADE.trail_arn, TagsList=[{"Key": "created-by"}])
    found = there(embedded)
    assert found.trail == "foreign"
    assert set(found.used_by) == {"log group", "role", "bucket"}
    assert steps_to_remove(MADE, found) == ()
    told = " ".join(left(MADE, found))
    assert "trail sestrail-ses-sends: it lacks the tag" in told
    assert "bucket sestrail-ses-sends-123456789012-us-east-1: trail sestrail-ses-sends" in told
    tag = [{"Key": "created-by", "Value": "sestrail"}]
    embedded.call("add_tags", ResourceId=MADE.trail_arn, TagsList=tag)
    make(embedded, steps_to_remove(MADE, there(embedded)))
    assert left(MADE, there(embedded)) == ()


def test_another_trail_that_delivers_there_keeps_it(embedded: World) -> None:
    make(embedded, steps_to_make(MADE, NONE))
    other = {"Name": "another", "S3BucketName": MADE.bucket}
    embedded.call("create_trail", **other)
    found = there(embedded)
    assert found.used_by == {"bucket": "another"}
    make(embedded, steps_to_remove(MADE, found))
    assert there(embedded).states["bucket"] == "ours"
    embedded.call("delete_trail", Name="another")
    make(embedded, steps_to_remove(MADE, there(embedded)))
    assert there(embedded) == NONE


def test_tags_that_may_not_be_read_are_not_empty(embedded: World) -> None:
    make(embedded, steps_to_make(MADE, NONE))
    embedded.embedded.faults.add(Fault("access_denied", api="ListTags"))
    with pytest.raises(AccessDenied, match="cloudtrail:ListTags"):
        there(embedded)
    embedded.embedded.faults.clear()
    make(embedded, steps_to_remove(MADE, there(embedded)))
