"""Which of this project's rules speak of what a finding of another linter speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SYNTAX: Final = "MCA0"
"""Stands for every rule of syntax."""

PARLIAMENT: Final[Mapping[str, tuple[str, ...]]] = {
    "EXCEPTION": (),
    "MALFORMED_JSON": (SYNTAX,),
    "MALFORMED": (
        "no-statement",
        "statement-not-object",
        "misplaced-element",
        "misspelt-element",
        "unknown-element",
        "effect-missing",
        "effect-invalid",
        "action-missing",
        "resource-missing",
        "element-and-complement",
        "principal-in-identity-policy",
        "principal-missing",
        "condition-shape",
        "empty-value",
        "wrong-value-type",
    ),
    "DUPLICATE_SID": ("duplicate-sid",),
    "INVALID_SID": ("sid-characters",),
    "NO_VERSION": ("version-missing",),
    "OLD_VERSION": ("version-old",),
    "INVALID_VERSION": ("version-unknown",),
    "UNKNOWN_PREFIX": ("unknown-service",),
    "UNKNOWN_ACTION": ("unknown-action", "wildcard-matches-nothing", "malformed-action"),
    "UNKNOWN_PRINCIPAL": ("malformed-principal", "unknown-principal-type", "principal-shape", "deleted-principal"),
    "UNKNOWN_FEDERATION_SOURCE": ("malformed-principal",),
    "UNKNOWN_OPERATOR": ("unknown-operator",),
    "UNKNOWN_CONDITION_FOR_ACTION": ("key-not-taken", "unknown-condition-key"),
    "MISMATCHED_TYPE": ("operator-type-mismatch", "malformed-condition-value"),
    "MISMATCHED_TYPE_BUT_USABLE": ("string-pattern-on-arn",),
    "MISMATCHED_TYPE_OPERATION_TO_NULL": ("malformed-condition-value",),
    "BAD_PATTERN_FOR_MFA": ("mfa-denial-with-a-hole", "mfa-deny-misses-keys"),
    "INVALID_ARN": ("malformed-arn", "wrong-partition", "placeholder-in-value", "arn-part-not-taken"),
    "RESOURCE_MISMATCH": ("action-resource-mismatch", "narrowed-without-resource-types", "unused-resource"),
    "RESOURCE_STAR": (),
    "RESOURCE_EFFECTIVELY_STAR": (),
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION": ("rewrites-resource-policies",),
}
"""parliament's types of findings (its `config.yaml`)."""

CFN_LINT: Final[Mapping[str, tuple[str, ...]]] = {
    "E3510": (*PARLIAMENT["MALFORMED"], "version-unknown", "unknown-operator", "malformed-arn", "malformed-action"),
    "E3512": (*PARLIAMENT["MALFORMED"], "version-unknown", "unknown-operator", "malformed-arn", "malformed-principal"),
    "E3513": PARLIAMENT["MALFORMED"],
    "E3514": ("resource-of-another", "malformed-arn"),
    "E3530": (*PARLIAMENT["MALFORMED"], "resource-in-trust-policy", "trust-action-mismatch", "malformed-principal"),
    "I3510": PARLIAMENT["RESOURCE_MISMATCH"],
    "W2511": PARLIAMENT["OLD_VERSION"],
    "W3037": (*PARLIAMENT["UNKNOWN_ACTION"], *PARLIAMENT["UNKNOWN_PREFIX"]),
}
"""cfn-lint's rules about IAM (`cfnlint.rules.resources.iam`), but for those about references between resources."""

CLOUDSPLAINING: Final[Mapping[str, tuple[str, ...]]] = {
    "PrivilegeEscalation": (
        "wide-action",
        "allow-not-action",
        "rewrites-permissions",
        "passes-role-to-code",
        "passes-any-role",
        "runs-code-of-others",
        "takes-over-identities",
        "assumes-any-role",
    ),
    "ServiceWildcard": ("wide-action", "allow-not-action"),
    "ResourceExposure": ("rewrites-permissions", "rewrites-resource-policies", "wide-action", "allow-not-action"),
    "CredentialsExposure": ("takes-over-identities", "assumes-any-role", "wide-action", "allow-not-action"),
    "DataExfiltration": ("reads-every-bucket", "wide-action", "allow-not-action"),
    "InfrastructureModification": (),
}
"""cloudsplaining's kinds of findings."""
