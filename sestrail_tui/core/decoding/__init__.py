"""From one record's JSON to its columns."""
