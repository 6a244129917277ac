"""Rules about where the service is called from settings, and about what a deployment and its grants say of regions."""
