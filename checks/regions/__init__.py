"""Whether every way to the service is pinned to us-east-1, and only what must be."""
