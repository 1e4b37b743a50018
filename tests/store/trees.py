"""Filters for a store of sends."""

from __future__ import annotations

from hypothesis import strategies as st

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import And, Not, Or

GUIDS = [f"951c9085-80c2-4dad-913a-cb3a4d5ef7{n:02x}" for n in range(8)]

leaves = st.sampled_from(
    [
        "config:hoge", "config:(none)", "config:hoge*", "principal:ci-*", "principal:ann",
        "client:boto3*", "agent:*cli*", "source:logs", "kind:unreadable", "needle", "nee*le", "ann",
        "boto3", "é", "k", "*", "ci-1 bob", f"id:{GUIDS[0]}", "id:951c*", "id:(none)", "id:*",
        "id:x-1",
        "message:0100-b", "message:0100*", "message:(none)", "message:*", "request:(none)",
        "request:z", f"shared:{GUIDS[0]}", "shared:*", "shared:(none)", "shared:951c*", "absent",
        '"0100-a"', GUIDS[1], "-substring", "error:*", "template:*",
    ]
).map(parse)  # fmt: skip

trees = st.just(parse("")) | st.recursive(
    leaves,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.tuples(inner, inner))
        | st.builds(Or, st.tuples(inner, inner))
    ),
    max_leaves=4,
)
