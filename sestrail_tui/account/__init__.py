"""The account's side of AWS: sessions, clients, discovery, errors in words."""
