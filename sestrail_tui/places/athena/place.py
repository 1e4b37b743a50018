"""Athena, asked for older records in the log files of a trail's bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.permissions import ANY, BUCKET, OBJECTS, Permission, Resource
from sestrail_tui.places.place import HISTORY_HOURS, Access, DemoSource, Place

if TYPE_CHECKING:
    from sestrail_tui.places.context import Engines, PlaceContext

_WORKGROUP: Final = Resource(
    "workgroup", "arn:{partition}:athena:{region}:{account}:workgroup/WORKGROUP"
)
_RESULTS: Final = Resource("query results", "arn:{partition}:s3:::RESULTS-BUCKET/*")


class AthenaPlace(Place):
    """Tables over a trail's log files."""

    name = "athena"
    title = "Athena"
    engine = "Athena (over the trail's bucket)"
    access = Access(
        (
            *(
                Permission("athena", f"athena:{action}", ANY, "finds the table over the log files")
                for action in (
                    "ListDataCatalogs",
                    "ListDatabases",
                    "ListTableMetadata",
                    "ListWorkGroups",
                )
            ),
            Permission("athena", "athena:GetWorkGroup", _WORKGROUP, "where results go"),
            Permission(
                "athena", "athena:StartQueryExecution", _WORKGROUP, "searches the log files"
            ),
            Permission("athena", "athena:GetQueryExecution", _WORKGROUP, "how a search does"),
            Permission("athena", "athena:GetQueryResults", _WORKGROUP, "reads what was found"),
            Permission("athena", "athena:StopQueryExecution", _WORKGROUP, "stops a search"),
            *(
                Permission(
                    "athena", f"glue:{action}", ANY, "Athena reads the table's place for you"
                )
                for action in (
                    "GetDatabases",
                    "GetDatabase",
                    "GetTables",
                    "GetTable",
                    "GetPartitions",
                )
            ),
            Permission("athena", "s3:GetBucketLocation", BUCKET, "Athena asks for you"),
            Permission("athena", "s3:ListBucket", BUCKET, "estimates the cost", "ListObjectsV2"),
            Permission("athena", "s3:GetObject", OBJECTS, "reads the few files that match"),
            Permission("athena", "s3:PutObject", _RESULTS, "Athena writes for you"),
        ),
        {"athena": "SearchLogFiles"},
    )
    demo = DemoSource(
        "athena",
        f"{HISTORY_HOURS} hours of the bucket, asked of Athena",
        ("--log-files", "2", "--hours", str(HISTORY_HOURS)),
        asks_history=True,
    )

    async def engines(self, context: PlaceContext) -> Engines:
        """Find the tables that can be asked. Raises `SourceError`."""
        from sestrail_tui.places.athena.discover import find_athena

        return await find_athena(context)


PLACE: Final = AthenaPlace()
