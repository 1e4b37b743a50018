"""The flag of queues, and what IAM has to allow for them."""

from __future__ import annotations

from typing import Final

from sestrail_tui.account.iam.permissions import OBJECTS, Permission, Resource
from sestrail_tui.places.place import Access, PlaceFlag

FLAG: Final = PlaceFlag(
    "--queue",
    "queues",
    "An SQS queue that S3, SNS or EventBridge notifies of new log files (repeatable). Messages "
    "are deleted once their files are read (wait gives them back): use a queue that nothing else "
    "reads.",
    metavar="URL",
    unfit={"--engine": "--queue is for new records: leave it out with --engine."},
)
QUEUE: Final = Resource("queue", "arn:{partition}:sqs:{region}:{account}:QUEUE")
ACCESS: Final = Access(
    (
        Permission("queue", "sqs:ReceiveMessage", QUEUE, "hears of new log files"),
        Permission("queue", "sqs:DeleteMessage", QUEUE, "once they are read", "DeleteMessageBatch"),
        Permission("queue", "sqs:GetQueueAttributes", QUEUE, "counts what other readers hold"),
        Permission(
            "queue",
            "sqs:ChangeMessageVisibility",
            QUEUE,
            "gives messages back, for `wait` takes none",
            "ChangeMessageVisibilityBatch",
        ),
        Permission("queue", "s3:GetObject", OBJECTS, "reads the log files"),
    ),
    {"queue": "HearOfNewLogFiles"},
)
