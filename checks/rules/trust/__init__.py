"""Rules about who may assume a role."""
