"""The documented forms of ARNs that a written one can be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.rules.arn import Arn, parse
from checks.rules.patterns import opened, overlaps, wild

if TYPE_CHECKING:
    from checks.rules.catalogue import Catalogue  # it loads the action data, which few runs need


def forms(arn: Arn, catalogue: Catalogue) -> tuple[Arn, ...]:
    """The forms of a service's resource types whose resource part meets that of an ARN; none if it is not known."""
    if wild(arn.service):
        return ()
    known = (parse(pattern) for pattern in catalogue.resource_patterns(arn.service).values())
    resource = opened(arn.resource)
    return tuple(form for form in known if form and form.service == arn.service and overlaps(resource, form.resource))
