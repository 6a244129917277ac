"""All that the simulator is known to do otherwise, by the names that docs/evaluator-differences.md has.

A deviation is a way to ask our evaluator so that it answers as the simulator does. Together they are a model of the
simulator: every answer of it has to follow, so a difference that is not in the table cannot hide.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import deviating_callers as callers
import deviating_conditions as conditions
import deviating_resources as resources
from question import Question

Deviation = Callable[[Question], Question]
DEVIATIONS: dict[str, Deviation] = {
    each.__name__.replace("_", "-"): each
    for each in (
        # What decides how texts are read comes first, then what looks at variables, then what changes texts.
        conditions.old_version_knows_variables,
        conditions.empty_default_is_none,
        conditions.set_without_operator,
        conditions.any_if_exists,
        conditions.empty_text_is_a_value,
        conditions.negation_of_unresolved,
        conditions.short_arn_pattern,
        conditions.negation_of_unreadable,
        conditions.escapes_are_text,
        conditions.year_is_epoch,
        conditions.epoch_in_milliseconds,
        conditions.all_of_ipv4_is_one_host,
        conditions.bare_address_is_text,
        conditions.binary_is_text,
        resources.first_word_is_literal,
        resources.parts_in_any_case,
        resources.unresolved_in_not_resource,
        resources.short_not_resource,
        conditions.empty_value_leaves_variable,
        conditions.wildcard_is_half_a_character,
        callers.not_principal_spares_by_any_level,
        callers.root_is_a_user,
        callers.role_by_its_name,
        callers.federated_user_by_its_name,
        callers.no_unique_ids,
        callers.no_canonical_users,
        callers.provider_needs_identity,
        callers.session_policy_limits_all,
        callers.federated_without_session_policy,
    )
}


def deviating(question: Question, *, without: str | None = None) -> Question:
    """The question as the simulator understands it.

    Args:
        question: As our evaluator understands it.
        without: A deviation to leave out.
    """
    applied = (each for name, each in DEVIATIONS.items() if name != without)
    return reduce(lambda asked, deviation: deviation(asked), applied, question)
