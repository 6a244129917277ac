"""The names that the sandbox is born with, known to the server and to those who use it. Nothing here needs moto."""

OPERATOR_KEY = "AKIASANDBOXOPERATOR"
SERVICE_KEY = "AKIASANDBOXSERVICE"
SECRET = "sandbox"  # noqa: S105 - the sandbox's own keys are public; they open nothing outside of it
OPERATOR_ACCOUNT = "111111111111"
SERVICE_ACCOUNT = "452565589796"
"""The account that the portal's trust policy names (AWS SDKs' integration tests)."""
ADMINISTRATOR_ROLE = "SandboxAdministrator"
"""The role that administers an account; only the operator takes it, and it need not exist."""
