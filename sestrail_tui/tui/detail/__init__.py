"""One record: the detail pane, copying, exporting, comparing."""
