"""The embedded AWS as a process: ``python -m sestrail_tui.local_aws``.

Prints one JSON line when it can be called, and ends when its standard input closes (so it never
outlives the program that started it), on SIGTERM and on Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import os
import random
import signal
import sys
import threading
from typing import TYPE_CHECKING, get_args

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import DemoError
from sestrail_tui.local_aws.account.principals import roster
from sestrail_tui.local_aws.account.settings import Notify, Settings
from sestrail_tui.local_aws.sample.app import SampleApp
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.local_aws.storage import bucket_delivery

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sestrail_tui.local_aws", description=__doc__)
    default = Settings()
    parser.add_argument("--delay", type=float, default=4.0, help="mean seconds to delivery")
    parser.add_argument("--jitter", type=float, default=default.jitter, help="0 none, 1 all of it")
    parser.add_argument("--port", type=int, default=0, help="0 is any free one")
    parser.add_argument("--region", default=default.region)
    parser.add_argument("--sample-app", type=float, default=0.0, metavar="RATE", help="sends a s")
    parser.add_argument("--backlog", type=int, default=0, help="sends of the past minutes")
    parser.add_argument("--no-athena-table", action="store_true", help="no table over the bucket")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument(
        "--hours", type=float, default=0.25, help="how far the backlog reaches back"
    )
    parser.add_argument(
        "--insights", action="store_true", help="the log group is of the class Infrequent Access"
    )
    parser.add_argument("--lake", action="store_true", help="an event data store, and no trail")
    parser.add_argument(
        "--log-files", type=float, default=0.0, metavar="S", help="deliver to a bucket every S s"
    )
    parser.add_argument(
        "--notify",
        choices=get_args(Notify),
        default=default.notify,
        help="who tells the queue of new log files",
    )
    parser.add_argument(
        "--logging-off", action="store_true", help="record no sends until somebody says so"
    )
    parser.add_argument("--any-sender", action="store_true", help="take unverified senders too")
    parser.add_argument("--refuse", type=float, default=0.0, metavar="SHARE", help="0 to 1")
    parser.add_argument("--throttle", type=float, default=0.0, metavar="RATE", help="sends a s")
    parser.add_argument("--latency", type=float, default=0.0, metavar="S", help="of SES's answers")
    parser.add_argument("--no-quotas", action="store_true", help="throttle nothing")
    return parser.parse_args(arguments)


async def serve(chosen: argparse.Namespace) -> None:
    """Run until told to end."""
    settings = Settings(
        region=chosen.region,
        delay_s=chosen.delay,
        jitter=chosen.jitter,
        seed=chosen.seed,
        quotas=not chosen.no_quotas,
        lake=chosen.lake,
        infrequent=chosen.insights,
        log_file_s=chosen.log_files,
        notify=chosen.notify,
        logging_off=chosen.logging_off,
        any_sender=chosen.any_sender,
        refused_share=chosen.refuse,
        sends_per_s=chosen.throttle,
        answer_s=chosen.latency,
        athena_table=not chosen.no_athena_table,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    threading.Thread(target=wait_for_eof, args=(loop, stop), daemon=True).start()
    async with running(settings, port=chosen.port) as server:
        people = roster(settings.account, SystemClock().now_ms())
        chance = random.Random(chosen.seed)
        app = SampleApp(
            server.endpoint, settings.region, people, chosen.sample_app, chance, hours=chosen.hours
        )
        if chosen.sample_app or chosen.backlog:
            # before anybody reads: what is dated back must not appear behind a reader's back
            await until(stop, asyncio.to_thread(app.prepare, chosen.backlog))
            await bucket_delivery.write(server.account, server.moto)
        announce(server.endpoint, settings)
        if chosen.sample_app:
            app.start()
        await stop.wait()
        app.stop()


async def until(stop: asyncio.Event, work: Coroutine[object, object, object]) -> None:
    """Wait for work to be done, or for being told to end."""
    doing, ending = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if doing.done():
        doing.result()


def announce(endpoint: str, settings: Settings) -> None:
    """Print the ready line; nothing else ever goes to standard output."""
    ready = {
        "endpoint": endpoint,
        "region": settings.region,
        "log_group": settings.log_group,
        "access_key": settings.access_key,
        "secret_key": settings.secret_key,
        "account": settings.account,
    }
    if settings.log_file_s:
        ready["queue"] = f"{endpoint}/{settings.account}/{settings.queue}"
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    sys.stdout = sys.stderr


def wait_for_eof(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop when standard input ends."""
    # not through sys.stdin, whose lock would be held at interpreter shutdown
    while os.read(sys.stdin.fileno(), 4096):
        pass
    if not loop.is_closed():
        loop.call_soon_threadsafe(stop.set)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the embedded AWS."""
    chosen = options(arguments)
    try:
        asyncio.run(serve(chosen))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        sys.stderr.write(f"Port {chosen.port} is not free: choose another, or 0 for any.\n")
        return DemoError.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
