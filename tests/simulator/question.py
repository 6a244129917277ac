"""What is asked of our evaluator, and ways to ask it a little differently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from checks.documents.model import Condition, PolicyDocument, Statement
from checks.proof.evaluate import NamedPolicy, Outcome, Policies, Reading, Request, evaluate

ALWAYS = Condition("Null", "mca:absent", ("true",))
"""A condition that is true of every request of the cases."""
NEVER = Condition("Null", "mca:absent", ("false",))
"""A condition that is true of none."""
NO_RESOURCE = "arn:mca:none:::none"
"""A pattern that matches no resource of the cases."""

StatementChange = Callable[[Statement, bool], Statement]
ConditionChange = Callable[[Condition, bool], Condition]


@dataclass(frozen=True)
class Question:
    """A request, the policies that apply, and the readings that are not to be taken."""

    request: Request
    policies: Policies
    rejected: frozenset[Reading] = frozenset()

    def answer(self) -> Outcome:
        """What our evaluator says."""
        return evaluate(self.request, self.policies, rejected=self.rejected).outcome

    def documents(self, change: Callable[[PolicyDocument], PolicyDocument]) -> Question:
        """The question with every document changed."""

        def each(policies: tuple[NamedPolicy, ...]) -> tuple[NamedPolicy, ...]:
            return tuple(NamedPolicy(policy.name, change(policy.document)) for policy in policies)

        def one(policy: NamedPolicy | None) -> NamedPolicy | None:
            return each((policy,))[0] if policy else None

        had = self.policies
        return replace(
            self,
            policies=replace(
                had,
                identity=each(had.identity),
                resource=one(had.resource),
                boundary=one(had.boundary),
                session=each(had.session),
                scp_levels=tuple(map(each, had.scp_levels)),
            ),
        )

    def statements(self, change: StatementChange) -> Question:
        """The question with every statement changed; the change is told whether the document knows variables."""
        return self.documents(
            lambda document: replace(
                document,
                statements=tuple(change(each, document.version == "2012-10-17") for each in document.statements),
            )
        )

    def conditions(self, change: ConditionChange) -> Question:
        """The question with every condition changed."""
        return self.statements(
            lambda statement, variables: replace(
                statement, conditions=tuple(change(each, variables) for each in statement.conditions)
            )
        )

    def resources(self, change: Callable[[str], str]) -> Question:
        """The question with every pattern of Resource and NotResource changed."""
        return self.statements(
            lambda statement, _: replace(statement, resources=tuple(map(change, statement.resources)))
        )
