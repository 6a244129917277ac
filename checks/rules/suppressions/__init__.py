"""Rules about the linter's own files. `checks.suppressions` and `checks.baseline` find what they speak of."""
