"""Every record held, in columns and compressed blocks, and the views of them. Pure."""
