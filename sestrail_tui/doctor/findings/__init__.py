"""What the facts come to: findings, and the one thing to do next. Pure."""
