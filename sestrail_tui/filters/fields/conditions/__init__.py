"""What each dialect of push-down can ask of a field's value."""
