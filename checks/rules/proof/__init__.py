"""Rules that prove: what a document allows, against what the project would grant."""
