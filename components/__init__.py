"""What is provisioned: Pulumi component resources, one file each."""
