"""Policy documents as typed, immutable values."""
