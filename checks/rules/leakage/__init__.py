"""Rules about who else could read or send reports, or take the role over."""
