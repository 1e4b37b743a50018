"""Athena's tables over the log files of an account's trails, and the buckets that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.buckets import TrailBucket, named_bucket
from sestrail_tui.account.discovery.trails import every_bucket
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.athena.calls import AwsAthenaCalls
from sestrail_tui.places.athena.catalog import list_tables, pick_workgroup
from sestrail_tui.places.athena.engine import AthenaEngine, MissingTable
from sestrail_tui.places.athena.partitions import partitions
from sestrail_tui.places.athena.setup import ddl
from sestrail_tui.places.athena.table import bucket_of, key_prefix
from sestrail_tui.places.flag_values import BUCKETS
from sestrail_tui.places.log_files.calls import S3Get, S3List
from sestrail_tui.places.log_files.layout_search import find_folders

if TYPE_CHECKING:
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.places.athena.catalog import CatalogTable
    from sestrail_tui.places.context import Engines, PlaceContext


async def find_athena(context: PlaceContext) -> Engines:
    """Find the tables over named and discovered buckets, then any other over CloudTrail's files."""
    login = context.settled.login
    named = [
        named_bucket(text, context.regions[0]) for text in context.options.flags.named(BUCKETS)
    ]
    others, notes = await every_bucket(context.clients, context.regions, login)
    names = {bucket.name for bucket in named}
    buckets = (*named, *(bucket for bucket in others if bucket.name not in names))
    told = list(notes)
    tables: list[CatalogTable] = []
    refusals: dict[str, str] = {}
    for region in dict.fromkeys((*context.regions, *(bucket.region for bucket in buckets))):
        try:
            found, aside = await list_tables(context.clients, region, login)
        except SourceError as error:
            refusals[region] = error.message
            continue
        tables += found
        told += aside
        if aside:  # a table may be where nobody could look
            refusals[region] = aside[0]
    groups = await _workgroups(context, {table.region for table in tables})
    engines: list[Engine] = []
    for bucket in buckets:
        over = [table for table in tables if _is_over(table, bucket)]
        engines += [_engine(context, table, bucket.region, groups) for table in over]
        if not over:
            engines.append(await _missing(context, bucket, refusals.get(bucket.region, "")))
        tables = [table for table in tables if table not in over]
    strangers = [table for table in tables if table.reads_log_files]
    engines += [_engine(context, table, table.region, groups) for table in strangers]
    said = {bucket.region for bucket in buckets}  # where the bucket's engine tells of it
    told += (why for region, why in refusals.items() if region not in said)
    return tuple(engines), tuple(dict.fromkeys(told))


def _is_over(table: CatalogTable, bucket: TrailBucket) -> bool:
    """Tell whether a table has files of the bucket's place, or of a part of it."""
    if bucket_of(table.location) != bucket.name:
        return False
    place = key_prefix(table.location)
    return place.startswith(bucket.prefix) or bucket.prefix.startswith(place)


async def _workgroups(context: PlaceContext, regions: set[str]) -> dict[str, tuple[str, str]]:
    """Return the workgroup to use in each region, and what it lacks."""
    found: dict[str, tuple[str, str]] = {}
    for region in regions:
        try:
            found[region] = await pick_workgroup(context.clients, region, context.settled.login)
        except SourceError as error:
            found[region] = "", error.message
    return found


def _engine(
    context: PlaceContext,
    table: CatalogTable,
    bucket_region: str,
    groups: dict[str, tuple[str, str]],
) -> Engine:
    clients, login = context.clients, context.settled.login
    workgroup, lack = groups[table.region]
    unknown = partitions(table).unknown
    if unknown:
        lack = lack or (
            f"Athena table {safe(table.name)} wants a value for its partition key "
            f"{safe(unknown[0])} (injected), which sestrail cannot know: make another table."
        )
    place = TrailBucket(bucket_of(table.location), region=bucket_region)
    return AthenaEngine(
        table,
        AwsAthenaCalls(clients, table, workgroup, login),
        S3List(clients, place, login),
        S3Get(clients, login),
        regions=context.options.regions,
        bucket_region=bucket_region,
        clock=context.clock,
        renew=context.settled.credentials.renew,
        lack=lack,
        name=f"{table.name} {table.region}" if len(groups) > 1 else table.name,
    )


async def _missing(context: PlaceContext, bucket: TrailBucket, refusal: str) -> Engine:
    """Return the engine that says how to make a table over a bucket."""
    login = context.settled.login
    try:
        found = await find_folders(S3List(context.clients, bucket, login), bucket.prefix, ())
        folders = found.folders
    except SourceError:
        folders = ()
    lack = (
        f"It cannot be told whether Athena in {safe(bucket.region)} has a table over "
        f"{safe(bucket.url)}: {refusal}"
        if refusal
        else f"Athena in {safe(bucket.region)} has no table over {safe(bucket.url)}. Make one with "
        "the statement below, in Athena's console or with `aws athena start-query-execution`, and "
        "ask again."
    )
    return MissingTable(bucket.url, lack, ddl(bucket, folders, context.account, context.regions))
