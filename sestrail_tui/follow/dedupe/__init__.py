"""Ids and content seen before, in bounded memory."""
