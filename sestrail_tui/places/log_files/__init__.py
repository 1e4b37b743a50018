"""A trail's log files in S3, for every kind of place that reads them; itself it is none."""
