"""Every error sestrail raises on purpose; each message says what happened, where, and what to do.

SestrailError               exit code 3 unless stated
├── UsageError              exit code 2: a flag, an argument, a file name
│   └── FilterError         a mistake in a filter, with the place for a caret
├── InputError              exit code 2: a file that cannot be read as records
├── OutputError             exit code 2: stdout is closed or full
├── DemoError               the embedded AWS could not start
├── StateFileError      what was written down of a trail cannot be read
├── CannotKeep              a trail's selectors could not be kept as they are
└── SourceError             a place where records come from cannot be read
    ├── NotSetUp            no region, no credentials, no trail, no log group to follow
    ├── PersonNeeded        a person has to act: an MFA code, an SSO login
    ├── CredentialsExpired  they worked before; log in again
    ├── AccessDenied        AWS refused the call
    │   └── CredentialsRejected   AWS does not know the key, or its secret is another
    ├── LogGroupMissing     the log group or event data store does not exist (any more)
    ├── Throttled           too many calls; tried again by itself
    └── Unreachable         no connection, a reset, a stall, a 5xx; tried again by itself
"""

from __future__ import annotations


class SestrailError(Exception):
    """Something the user can act on; ``str(error)`` is one plain sentence, free of control text."""

    exit_code: int = 3

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(SestrailError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class FilterError(UsageError):
    """A filter cannot be read; ``start`` and ``end`` are character offsets into its text."""

    def __init__(self, message: str, text: str, start: int, end: int) -> None:
        super().__init__(message)
        self.text = text
        self.start = start
        self.end = max(end, start + 1)


class InputError(SestrailError):
    """A file cannot be read as records."""

    exit_code = 2


class OutputError(SestrailError):
    """What was asked for cannot be written."""

    exit_code = 2


class DemoError(SestrailError):
    """The embedded AWS of the demo could not start."""


class StateFileError(SestrailError):
    """What was written down of a trail before it was changed cannot be read or trusted."""


class CannotKeep(SestrailError):
    """What a trail selects could not be kept if SES sends were added; nothing was changed."""


class SourceError(SestrailError):
    """A place where records come from cannot be read."""


class NotSetUp(SourceError):
    """There is nothing to follow yet: no region, credentials, trail or log group."""


class PersonNeeded(SourceError):
    """Only a person can go on: an MFA code or an SSO login is wanted."""


class CredentialsExpired(SourceError):
    """Credentials that worked before are no longer accepted."""


class AccessDenied(SourceError):
    """AWS refused the call for want of a permission."""

    def __init__(self, message: str, policy: str = "") -> None:
        """``policy`` names whose policy refused; ``""`` where an IAM policy of theirs allows it."""
        super().__init__(message)
        self.policy = policy


class CredentialsRejected(AccessDenied):
    """AWS does not know the access key, or the secret key is not that of the access key."""


class LogGroupMissing(SourceError):
    """The log group or event data store does not exist, or does not exist any more."""


class Throttled(SourceError):
    """AWS asked for fewer calls; the source tries again by itself."""


class Unreachable(SourceError):
    """No answer: connection refused, reset, stalled, or a 5xx; the source tries again by itself."""
