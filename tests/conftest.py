"""What every test run has: the table of the faults it tried, at its end."""

from tests.fault_table import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
