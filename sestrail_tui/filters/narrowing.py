"""Whether one filter can only show rows that another shows, as far as its shape tells."""

from __future__ import annotations

from sestrail_tui.filters.syntax.tree import Node, Or, Text, conjuncts


def narrows(node: Node, before: Node) -> bool:
    """Return whether every record that matches ``node`` surely matches ``before``.

    False only means that it is not known.
    """
    parts = conjuncts(node)
    return all(any(_implies(part, implied) for part in parts) for implied in conjuncts(before))


def _implies(node: Node, implied: Node) -> bool:
    if node == implied:
        return True
    match node, implied:
        case Text(longer), Text(shorter) if shorter.value is not None:
            return any(shorter.folded()[0] in part for part in longer.folded())
        case Or(nodes), _:
            return all(_implies(part, implied) for part in nodes)
        case _, Or(nodes):
            return any(_implies(node, part) for part in nodes)
        case _:
            return False
