"""Rules about resources and their ARNs."""
