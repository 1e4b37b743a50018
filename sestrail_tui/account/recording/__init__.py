"""SES data events on a trail, switched on and off again: all that writes to AWS."""
