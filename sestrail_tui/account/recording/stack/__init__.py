"""The CloudFormation stack of `logging on --create`: what it holds, creating and deleting it."""
