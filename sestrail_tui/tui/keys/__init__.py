"""Keys: their list, their bindings, the footer, the palette and the help."""
