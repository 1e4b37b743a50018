"""A trail's S3 bucket, followed log file by log file."""
