"""What deserves a word: rules over new sends, each telling why. Pure."""
