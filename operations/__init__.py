"""What people do: the `mca` command line over onboarding, rotation and audit."""
