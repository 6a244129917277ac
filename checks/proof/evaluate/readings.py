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

    Two questions that look open are decided by the guide. A variable without a value "might cause the entire statement
    to be invalid", says the note that opens "Variables and tags"; its section "Policy variables with no value" tells
    how: positive operators "do not match", inverted ones "do match against a null value", and the resource that
    includes the variable "will not match any resource". And a grant to `*` needs nothing beside it: "AWS JSON policy
    elements: Principal", "All principals" says of users and roles of the account that "no other permissions are
    required".
    """

    SEGMENTS = "Wildcards in the first five segments of a resource ARN do not match a colon."
    UNQUALIFIED_SET = "Without a set operator, a multivalued key matches if any of its values does."
    EMPTY_IS_NULL = "To a set operator, an empty string is no value."
    ANY_IF_EXISTS = "ForAnyValue with IfExists is true if the key is absent."
    BOOL_VARIABLES = "Policy variables are replaced in Bool conditions."
    NOT_PRINCIPAL_LEVELS = "NotPrincipal with Deny spares only a caller whose account, role and session are all listed."


Rejected = frozenset[Reading]
"""The readings that an evaluation is asked not to take."""
