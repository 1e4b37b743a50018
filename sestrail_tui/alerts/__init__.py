"""Rules over new sends, each saying why it alerts. Pure."""
