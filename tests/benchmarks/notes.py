"""What is said beside the figures in RESULTS.md, by heading."""

from __future__ import annotations

from typing import Final

NOTES: Final = {
    "": (
        "Written by `make bench`. Read the ratios: the cases of a table were measured interleaved "
        "in one run, and the times are this machine's. Medians, with the least and the most of the "
        "rounds. A goal is of the ratio."
    ),
    "Decoding": (
        "`json.loads, same columns` makes the same record out of a dict, value for value (the run "
        "asserts it). `decode` reads once what many records share byte for byte, so it is slower "
        "where no two records share a session."
    ),
    "Files": (
        "The filter keeps one of twelve configuration sets. `sestrail open` is timed as a whole "
        "command, start included."
    ),
    "Filtering on the screen": (
        "From enter to the frame with the new count, on a pseudo-terminal of 180x45, the rows "
        "sorted and the detail open."
    ),
    "Keys while events come in": (
        "A cursor key while browsing, on a pseudo-terminal of 180x45 with 100,000 rows and the "
        "detail open, to the detail of the next record."
    ),
    "Reading a log group": (
        "FilterLogEvents answers of 1 MB, written beforehand, from a process of its own on "
        "loopback. Each loop does the same with each log event: `events read` looks at its id and "
        "message, `records made` decodes it and knows it again by its eventID. Loops count from "
        "their first call on, commands from their start. The source and the feed do more than "
        "that: windows, delays, both dedupes. The whole command reads the log group twice, for "
        "records and for messages that are none, and is held to half of AWS's quota."
    ),
    "A simulated day": (
        "50 sends a second, every 50th delivered twice, every tenth a copy for another account, "
        "each with a tag of its own, on a fake clock through the source, the feed, a store of a "
        "million records and a view: 4.3 million sends in a day. The store is full in the sixth "
        "hour. An hour later the table of a million tags, no two alike, doubles once; what still "
        "grows after that are the ids of a day's log events, four bytes each, by "
        "which sweeps know what was read. CPU counts the making of the log events too; no call "
        "goes over a network."
    ),
    "Records that become readable late": (
        "An hour of 600 sends on a fake clock, every tenth delivered twice. CloudWatch's time "
        "stamp is when CloudTrail delivered; how much later an event becomes readable AWS does not "
        "say, so several are tried. The other loops are written after `aws logs tail --follow` and "
        "saw."
    ),
}
