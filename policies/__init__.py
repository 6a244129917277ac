"""What may be granted: pure functions that return IAM documents. No Pulumi, no boto3, no I/O."""
