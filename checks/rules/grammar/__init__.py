"""Rules of IAM's grammar, and of what fits where."""
