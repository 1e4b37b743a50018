"""Credentials and clients: settled by botocore's chain, never asking."""
