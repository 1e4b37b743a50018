"""Every record held, in columns, and the views of it. Pure: knows nothing of AWS or Textual."""
