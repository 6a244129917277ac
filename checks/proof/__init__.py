"""What IAM allows: decisions about requests and about whole policies."""
