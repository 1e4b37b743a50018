"""SES v1 and v2."""
