"""What may befall the program besides the APIs' faults (tests/sources/matrix): rows of the table."""
