"""The timeline of the shown sends."""
