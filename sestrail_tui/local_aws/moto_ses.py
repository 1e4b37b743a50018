"""moto's SES, called in process: it holds identities, configuration sets and templates, and judges.

moto is an optional dependency (extra ``demo``) that takes a second to import; that happens in the
thread that all calls to it use, one after the other.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from xml.sax.saxutils import unescape

from sestrail_tui.errors import DemoError

from .answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

NEEDED: Final = ("moto", "flask", "flask_cors")
ACCOUNTS: Final = count(123456789012)
"""moto keeps its state for the whole process; each embedded AWS has an account of its own in it."""
FORM: Final = "application/x-www-form-urlencoded; charset=utf-8"


def need_moto() -> None:
    """Raise `DemoError` with what to install, where moto is missing; imports nothing."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise DemoError(
            f"The embedded SES needs {' and '.join(missing)}: pip install 'sestrail-tui[demo]'"
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What moto answered over its WSGI interface."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def all(self, tag: str) -> list[str]:
        """Give the texts of every XML element of a name."""
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", self.body.decode(), re.DOTALL)
        return [unescape(text) for text in found]

    def refusal(self) -> AwsError:
        """Read a v1 error."""
        code, message = self.all("Code"), self.all("Message")
        return AwsError(
            code[0] if code else "InternalFailure", message[0] if message else "", self.status
        )


@dataclass(frozen=True, slots=True)
class MotoSes:
    """moto's SES of every Region; call it in ``thread`` only."""

    thread: ThreadPoolExecutor
    application: Future[Any] = field(repr=False)
    account: str
    known: dict[tuple[str, tuple[tuple[str, str], ...]], Reply] = field(default_factory=dict)
    """What `recall` was answered, until `forget`."""

    def recall(self, region: str, form: Mapping[str, str]) -> Reply:
        """Make a v1 call that every send needs, once until something is changed."""
        key = (region, tuple(form.items()))
        if key not in self.known:
            self.known[key] = self.query(region, form)
        return self.known[key]

    def forget(self) -> None:
        """Ask again: something was changed."""
        self.known.clear()

    def request(self, region: str, method: str, path: str, content_type: str, body: bytes) -> Reply:
        """Make a SES request; `AwsError` where moto cannot take it."""
        scope = f"AKIAEXAMPLE/20260101/{region}/ses/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, Signature=none"
        headers = {"Authorization": signed, "Content-Type": content_type}
        return self.forward(method, path, headers, body)

    def forward(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a request as it is, to the service its signature names; `AwsError` as above."""
        from werkzeug.test import EnvironBuilder, run_wsgi_app  # noqa: PLC0415 - with moto only

        builder = EnvironBuilder(
            path,
            method=method,
            data=body,
            headers=[*headers.items(), ("x-moto-account-id", self.account)],
        )
        try:
            environ = builder.get_environ()
            parts, status, got = run_wsgi_app(self.application.result(), environ, buffered=True)
        except Exception as error:
            # moto answers what it does not know with whatever exception comes of it
            raise AwsError(
                "InternalFailure", f"moto cannot take this call: {error!r}", 500
            ) from error
        finally:
            builder.close()
        kind = got.get("Content-Type", "")
        return Reply(int(status.split()[0]), kind, b"".join(parts), dict(got.items()))

    def query(self, region: str, form: Mapping[str, str]) -> Reply:
        """Make a v1 call; `AwsError` as moto refused it."""
        body = urlencode([*form.items(), ("Version", "2010-12-01")]).encode()
        reply = self.request(region, "POST", "/", FORM, body)
        if reply.status >= 400:
            raise reply.refusal()
        return reply


def start_moto() -> MotoSes:
    """Begin importing moto in a thread; calls wait for it."""
    thread = ThreadPoolExecutor(1, "moto")
    return MotoSes(thread, thread.submit(load), str(next(ACCOUNTS)))


def load() -> Any:
    """Import moto and give its WSGI application."""
    need_moto()
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - optional, and slow
        DomainDispatcherApplication,
        create_backend_app,
    )

    return DomainDispatcherApplication(create_backend_app)
