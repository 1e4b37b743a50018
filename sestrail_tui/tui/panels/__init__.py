"""The doctor's screen and the sources panel."""
