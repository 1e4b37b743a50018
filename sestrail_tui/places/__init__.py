"""The kinds of place that records come from, a folder each, and the connections over them."""
