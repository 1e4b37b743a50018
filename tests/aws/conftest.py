"""Fixtures of this folder."""

from tests.aws.isolated import aws_home, moto_url

__all__ = ["aws_home", "moto_url"]
