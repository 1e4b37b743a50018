"""moto, called in process: identities, buckets, queues, users and roles."""
