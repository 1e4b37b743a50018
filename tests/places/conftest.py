"""Fixtures of this folder."""

from tests.account.isolated import aws_home, moto_url

__all__ = ["aws_home", "moto_url"]
