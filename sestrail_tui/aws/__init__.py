"""The account's side of AWS: session and credentials, clients, discovery, errors in words."""
