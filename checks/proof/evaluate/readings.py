"""Where AWS's own pages leave a question open: the reading this evaluator takes, in one place.

Each reading can be rejected, alone or with others, so that a caller can ask whether a decision rests on it
(`checks.proof.evaluate.contested`). A proof answers `unknown` where it does.
"""

from enum import StrEnum


class Reading(StrEnum):
    """One open question; the value is the sentence that the evaluator takes as true.

    - `SEGMENTS`: the guide's page on the Resource element says that a `*` at the end of a segment can match beyond the
      colon; the S3 page on resources and AWS's published samples of its new-access check say that it cannot. Rejected:
      wildcards match over the whole ARN.
    - `UNQUALIFIED_SET`: the page on multivalued keys asks for a set operator and does not say what happens without
      one. Rejected: every value has to match, and one that does not match satisfies a negated operator.
    - `EMPTY_IS_NULL`: the same page calls "an empty string" an example of a null data set. Rejected: an empty string
      is a value like any other.
    - `ANY_IF_EXISTS`: `IfExists` says true for an absent key, `ForAnyValue` says false. Rejected: false.
    - `BOOL_VARIABLES`: the page on operators allows variables in Bool, the page on variables forbids it. Rejected: the
      text is compared as it stands.
    - `NOT_PRINCIPAL_LEVELS`: with Deny, "AWS might validate the account first, then the role, and then the
      assumed-role user", and its example with a user and its account spares only that user. Rejected: listing any one
      of them is enough.
    - `UNRESOLVED`: the page on variables says of one without a value that "there is no equal or like value", and also
      that it "might cause the entire statement to be invalid". Rejected: the statement does not apply.
    - `EVERYONE_DIRECT`: the page on Principal says that boundaries and session policies do not limit a grant to `*`
      with a condition on aws:PrincipalArn, and is silent about `*` without one. Rejected: they limit both.
    """

    SEGMENTS = "Wildcards in the first five segments of a resource ARN do not match a colon."
    UNQUALIFIED_SET = "Without a set operator, a multivalued key matches if any of its values does."
    EMPTY_IS_NULL = "To a set operator, an empty string is no value."
    ANY_IF_EXISTS = "ForAnyValue with IfExists is true if the key is absent."
    BOOL_VARIABLES = "Policy variables are replaced in Bool conditions."
    NOT_PRINCIPAL_LEVELS = "NotPrincipal with Deny spares only a caller whose account, role and session are all listed."
    UNRESOLVED = "A policy variable without a value matches nothing, so that negated operators and NotResource hold."
    EVERYONE_DIRECT = "A grant to everyone is not limited by a boundary or a session policy."


Rejected = frozenset[Reading]
"""The readings that an evaluation is asked not to take."""
