"""Which log groups, trails, buckets and event data stores an account has."""
