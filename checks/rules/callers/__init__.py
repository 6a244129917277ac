"""Rules about programs, commands and schedules that call the service. `checks.regions.callers` applies them."""
