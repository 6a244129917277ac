"""What is really there: a live account read, and judged against what delivery needs."""
