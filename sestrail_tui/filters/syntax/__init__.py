"""The filter's text: tokens, parser, tree, completion, edits."""
