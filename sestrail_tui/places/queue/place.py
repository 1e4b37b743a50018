"""An SQS queue that is notified of a trail's new log files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.places.place import DemoSource, Place
from sestrail_tui.places.queue.access import ACCESS, FLAG, QUEUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.places.flag_values import FlagValues
    from sestrail_tui.places.queue.connect import QueueReader
    from sestrail_tui.places.reader import ReadingStart


class QueuePlace(Place):
    """Queues that S3, SNS or EventBridge writes to."""

    name = "queue"
    title = "SQS"
    flags = (FLAG,)
    access = ACCESS
    demo = DemoSource(
        "queue",
        "a queue that tells of its new files",
        ("--log-files", "2"),
        flags=lambda aws: {FLAG.parameter: (aws.queue,)},
    )

    def check(self, flags: FlagValues, *, several: bool) -> None:  # noqa: ARG002
        """Raise `UsageError` for what is not a queue's URL."""
        from sestrail_tui.account.discovery.buckets import named_queue

        for text in flags.named(FLAG.parameter):
            named_queue(text, "")

    def reader(self, start: ReadingStart) -> QueueReader:
        """Return what receives messages and reads the log files they name."""
        from sestrail_tui.places.queue.connect import QueueReader

        return QueueReader(start)

    def arns(self, flags: FlagValues, at: ResourceArns) -> Mapping[str, tuple[str, ...]]:
        """Return the ARNs of the queues that were named."""
        from sestrail_tui.account.discovery.buckets import named_queue

        template = "arn:{partition}:sqs:{region}:{account}:"
        queues = (named_queue(text, at.region) for text in flags.named(FLAG.parameter))
        return {
            QUEUE.name: tuple(
                at.arn(template, queue.region, queue.url.rsplit("/", 2)[-2]) + queue.name
                for queue in queues
            )
        }


PLACE: Final = QueuePlace()
