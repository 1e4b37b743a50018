"""Every call's IAM action, and the least policy for what was asked for. Pure."""
