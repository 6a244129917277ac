"""Rules of syntax: the parser finds what they speak of; here are their words."""
