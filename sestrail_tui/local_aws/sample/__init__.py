"""The sample app that sends."""
