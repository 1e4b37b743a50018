"""What may befall the program besides the faults of APIs: more rows of the fault table."""
