"""Filters said in the languages of the places that records are read from: always a superset."""
