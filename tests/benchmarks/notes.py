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
        "command, start included. Until the last record, all that is known of each is made: it is "
        "decoded, deduplicated, sorted, put in columns and, compressed, in memory, by "
        "one thread in slices between which keys are answered. lnav makes an index of lines, for "
        "which it takes less than half of that time at 100,000, before it shows any; toolong notes "
        "where lines begin and reads none. What is loaded is there to be read, filtered and "
        "counted from the first screen on. Next: blocks compressed in a thread, records made in "
        "other processes."
    ),
    "Filtering on the screen": (
        "From enter to the frame with the new rows and count, on a pseudo-terminal of 180x45, the "
        "rows sorted and the detail open. Free text is searched in the columns at once, and then "
        "in the whole JSON of every record: the first frame has what the columns hold and shows "
        "how far the search is, the rest comes as it is found."
    ),
    "Keys while events come in": (
        "A cursor key while browsing, on a pseudo-terminal of 180x45 with 100,000 rows and the "
        "detail open, to the detail of the next record."
    ),
    "Reading a log group": (
        "FilterLogEvents answers of 1 MB, written beforehand, from a process of its own on "
        "loopback. Each loop does the same with each log event: `events read` looks at its id and "
        "message, `records made` decodes it and deduplicates by its eventID. Loops count from "
        "their first call on, commands from their start. The source and the feed do more than "
        "that: windows, delays, both dedupes. The whole command reads the log group twice, for "
        "records and for messages that are none, and is held to half of AWS's quota."
    ),
    "Following": (
        "One log group of the embedded AWS, followed in every way at once, each on a "
        "pseudo-terminal of its own, from the answer to PutLogEvents to the bytes on the terminal. "
        "The floor is how often each looks: `sestrail tail` and `aws logs tail` every 5 s, awslogs "
        "and saw every second, which for five log groups is the whole of AWS's smallest quota; "
        "Live Tail sends once a second. awslogs asks for all of its time again each second. CPU "
        "is compared with `--output jsonl`, which prints as the others do, and also decodes, "
        "leaves out duplicates and reads again what may come late. The screen's is mostly "
        "that of a repaint each time that rows arrive, whatever their number."
    ),
    "A simulated day": (
        "50 sends a second, every 50th delivered twice, every tenth a copy for another account, "
        "each with a tag of its own, on a fake clock through the source, the feed, a store of a "
        "million records and a view: 4.3 million sends in a day. The store is full in the sixth "
        "hour. What still grows after that are the ids of a day's log events, four bytes each, by "
        "which sweeps know what was read, and the ids of the last million records, eight bytes "
        "each, which are evicted a million at a time. CPU counts the making of the log events too; "
        "no call goes over a network."
    ),
    "Calls that AWS refuses": (
        "Log groups with no end of pages, read at our share of us-east-1's quota on a fake clock, "
        "300 seconds for each case. By chance: nine seeds, the ratio is of the worst. `AWS takes` "
        "is a token bucket below our share, from the second minute on."
    ),
    "Records that become readable late": (
        "An hour of 600 sends on a fake clock, every tenth delivered twice. CloudWatch's time "
        "stamp is when CloudTrail delivered; how much later an event becomes readable AWS does not "
        "say, so several are tried. The other loops are written after `aws logs tail --follow` and "
        "saw."
    ),
}

REASONS: Final[dict[str, str]] = {
    "100,000 records: 1,000 arrivals": (
        "record by record, 100,000 rows are tested in a tenth of a second, and some forty numpy "
        "calls on arrays that are in no cache take a tenth of a millisecond, for one arrival as "
        "for a thousand; at 1,000,000 the goal is met. Next: several slices looked at at once."
    ),
    "file to filtered records": (
        "the start of the command takes a fifth of it, and that is not in its own hands: Python, "
        "asyncio and click; the rest is lower-casing a block and three searches in it, and the "
        "records found, in one other thread. At 1,000,000 the goal is met. Next: a second process "
        "for half of the file."
    ),
    "sestrail tail, first frame": (
        "beyond Textual stand click, the options of `tail`, and one refresh of the style sheet for "
        "the theme. Next: the command line read without click where it is a plain `tail`."
    ),
    "memory, the store full": (
        "after the first full hour, room that was reserved and not yet touched comes into use: "
        "arrays of the order slide into their slack (6 MB), an arena and a segment are half "
        "evicted (9 MB), ids of the day and of the last million fill up (20 MB). From the hour on "
        "in which all was replaced once it is 1.04. Next: arrays as rings."
    ),
    "sestrail's loop, records made": (
        "decoding itself costs as much on both sides, since the message has to be unescaped and "
        "decoded a second time; reading alone takes 0.34. Next: the record decoded straight from "
        "the escaped text of the answer."
    ),
    "key p50": (
        "what arrives is decoded and appended on the loop, 3 ms at a time, and a key waits for "
        "such a turn. Next: decode in a thread, in slices."
    ),
    "key p99": (
        "a key may wait for a paint of what arrived and for a turn of decoding. Next: decode in a "
        "thread, and put a key before a paint that is only due."
    ),
    "cursor key of lnav": (
        "the frame is counted to the detail of the next record, lnav's to its first byte; half of "
        "it is Textual's compositor. Next: lines of the pane kept by record."
    ),
    "written while following": (
        "the table is painted ten times a second at most, whatever arrives; the figures differ by "
        "how much of each frame is new. Next: a paint only of the lines that moved."
    ),
    "1,000,000 rows: ": (
        "5 ms go into finding and ordering the rows, 7 ms into painting the whole table, the "
        "count, the bar and the keys, and under a wildcard the detail of another record too, where "
        "a cursor key paints two lines and the detail; then the list of completions is open as "
        "well, and the screen is laid out anew when it closes (2 ms). Next: rows as marks "
        "instead of numbers until they are in order, and a list that closes without a layout."
    ),
    "100,000 rows: ": "a filter paints the whole table. Next: as for 1,000,000.",
}
"""Why a goal is missed and what would reach it, by how its case begins."""
