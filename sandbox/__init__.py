"""AWS on a laptop: moto behind an authorisation gate, a Commerce Analytics emulator, a provider plugin for Pulumi."""
