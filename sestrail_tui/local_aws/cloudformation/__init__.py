"""CloudFormation: stacks of a few resource types, made through the other services' own APIs."""
