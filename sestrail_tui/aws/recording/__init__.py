"""SES data events on a trail: switched on, and off again as they were. All that writes to AWS."""
