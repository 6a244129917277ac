"""What no policy and no request can break."""

import dataclasses
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.model import Condition, Effect, PolicyDocument, Principals, Statement
from checks.proof.evaluate import NamedPolicy, Outcome, Policies, Principal, Request, contested, evaluate

HERE, THERE = "111122223333", "444455556666"
CALLERS = [
    Principal(f"arn:aws:iam::{HERE}:user/alice", HERE),
    Principal(f"arn:aws:iam::{HERE}:root", HERE),
    Principal(f"arn:aws:sts::{HERE}:assumed-role/R/s", HERE),
    Principal(f"arn:aws:sts::{HERE}:federated-user/bob", HERE, user_arn=f"arn:aws:iam::{HERE}:user/bob"),
    Principal("", "", service="sns.amazonaws.com"),
    Principal("", ""),
]
ACTIONS = ["s3:GetObject", "s3:PutObject", "sns:Publish"]
RESOURCES = ["arn:aws:s3:::b", "arn:aws:s3:::b/alice", f"arn:aws:sns:us-east-1:{HERE}:t", "*"]
KEY = "aws:TagKeys"


def some(items: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """One to three of the items."""
    return st.lists(st.sampled_from(items), min_size=1, max_size=3).map(tuple)


CONDITIONS = st.builds(
    Condition,
    st.sampled_from(
        [
            *("StringEquals", "StringNotLike", "StringLikeIfExists", "ForAllValues:StringLike", "Null"),
            *("ForAnyValue:StringNotEquals", "ForAnyValue:StringEqualsIfExists", "NumericLessThan", "ArnLike"),
        ]
    ),
    st.sampled_from([KEY, "aws:username", "aws:PrincipalArn"]),
    some(["a", "a*", "true", "false", "${aws:username}", "5", "arn:aws:iam::*:user/*", ""]),
)
PRINCIPALS = st.builds(
    Principals,
    st.lists(
        st.sampled_from(
            [
                *(("AWS", caller.arn) for caller in CALLERS if caller.arn),
                *(("AWS", "*"), ("AWS", HERE), ("AWS", THERE), ("AWS", f"arn:aws:iam::{HERE}:role/R")),
                ("Service", "sns.amazonaws.com"),
            ]
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.booleans(),
)


def statements(principals: st.SearchStrategy[Principals | None]) -> st.SearchStrategy[Statement]:
    """Statements rich in wildcards, complements and conditions."""
    return st.builds(
        Statement,
        effect=st.sampled_from(Effect),
        sid=st.none(),
        principals=principals,
        actions=some([*ACTIONS, "*", "s3:*", "S3:get*", "s?:*Object"]),
        actions_negated=st.booleans(),
        resources=some([*RESOURCES, "arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}", "arn:aws:sns:*:t"]),
        resources_negated=st.booleans(),
        conditions=st.lists(CONDITIONS, max_size=2).map(tuple),
        span=st.none(),
    )


def policies_of(principals: st.SearchStrategy[Principals | None]) -> st.SearchStrategy[NamedPolicy]:
    """Documents of one to three statements, of either version."""
    documents = st.builds(
        PolicyDocument,
        st.sampled_from(["2008-10-17", "2012-10-17"]),
        st.lists(statements(principals), min_size=1, max_size=3).map(tuple),
        st.none(),
    )
    return st.builds(NamedPolicy, st.just("p"), documents)


IDENTITY = policies_of(st.none())
RESOURCE = policies_of(PRINCIPALS)
POLICIES = st.builds(
    Policies,
    identity=st.lists(IDENTITY, max_size=2).map(tuple),
    resource=st.none() | RESOURCE,
    boundary=st.none() | IDENTITY,
    scps=st.lists(IDENTITY, max_size=1).map(tuple),
    session=st.lists(IDENTITY, max_size=1).map(tuple),
    resource_policy_decides=st.booleans(),
)
REQUESTS = st.builds(
    Request,
    st.sampled_from(CALLERS),
    st.sampled_from(ACTIONS),
    st.sampled_from(RESOURCES),
    st.dictionaries(st.just(KEY), st.lists(st.sampled_from(["a", "ab", "5", ""]), max_size=2).map(tuple)),
    st.sampled_from([None, HERE, THERE]),
)


def rewritten(policies: Policies, change: Callable[[PolicyDocument], PolicyDocument]) -> Policies:
    """Every document of a set of policies, changed."""

    def one(policy: NamedPolicy) -> NamedPolicy:
        return dataclasses.replace(policy, document=change(policy.document))

    return dataclasses.replace(
        policies,
        identity=tuple(map(one, policies.identity)),
        resource=policies.resource and one(policies.resource),
        boundary=policies.boundary and one(policies.boundary),
        scps=tuple(map(one, policies.scps)),
        session=tuple(map(one, policies.session)),
    )


def each(change: Callable[[Statement], Statement]) -> Callable[[PolicyDocument], PolicyDocument]:
    """A change of every statement of a document."""
    return lambda document: dataclasses.replace(document, statements=tuple(map(change, document.statements)))


def outcome(request: Request, policies: Policies) -> Outcome:
    """The outcome alone."""
    return evaluate(request, policies).outcome


@given(REQUESTS, POLICIES)
def test_the_order_of_statements_is_nothing(request_: Request, policies: Policies) -> None:
    """Statements and policies in the reverse order give the same outcome."""
    turned = rewritten(policies, lambda document: dataclasses.replace(document, statements=document.statements[::-1]))
    turned = dataclasses.replace(turned, identity=turned.identity[::-1])
    assert outcome(request_, turned) is outcome(request_, policies)


@given(REQUESTS, POLICIES)
def test_repeating_statements_is_nothing(request_: Request, policies: Policies) -> None:
    """Every statement twice gives the same outcome."""
    doubled = rewritten(policies, lambda document: dataclasses.replace(document, statements=document.statements * 2))
    assert outcome(request_, doubled) is outcome(request_, policies)


@given(REQUESTS, POLICIES)
def test_splitting_a_statement_is_nothing(request_: Request, policies: Policies) -> None:
    """A statement of several actions or resources is the same as one for each pair, where they are no complements."""

    def split(document: PolicyDocument) -> PolicyDocument:
        parts: list[Statement] = []
        for whole in document.statements:
            actions = [whole.actions] if whole.actions_negated else [(action,) for action in whole.actions]
            resources = [whole.resources] if whole.resources_negated else [(item,) for item in whole.resources]
            parts.extend(
                dataclasses.replace(whole, actions=some_actions, resources=some_resources)
                for some_actions in actions
                for some_resources in resources
            )
        return dataclasses.replace(document, statements=tuple(parts))

    assert outcome(request_, rewritten(policies, split)) is outcome(request_, policies)


@given(REQUESTS, POLICIES, st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_the_case_of_actions_keys_and_operators_is_nothing(
    request_: Request, policies: Policies, spell: Callable[[str], str]
) -> None:
    """Actions and condition keys in another case give the same outcome, in the policy and in the request."""

    def change(statement: Statement) -> Statement:
        return dataclasses.replace(
            statement,
            actions=tuple(map(spell, statement.actions)),
            conditions=tuple(
                dataclasses.replace(condition, operator=spell(condition.operator), key=spell(condition.key))
                for condition in statement.conditions
            ),
        )

    expected = outcome(request_, policies)
    assert outcome(request_, rewritten(policies, each(change))) is expected
    spelled = {spell(key): value for key, value in request_.context.items()}
    assert outcome(dataclasses.replace(request_, action=spell(request_.action), context=spelled), policies) is expected


@given(REQUESTS, POLICIES, IDENTITY, RESOURCE)
def test_a_deny_more_never_allows(
    request_: Request, policies: Policies, identity: NamedPolicy, resource: NamedPolicy
) -> None:
    """Adding denials anywhere turns no refusal into a grant."""

    def denials(policy: NamedPolicy) -> tuple[Statement, ...]:
        return tuple(dataclasses.replace(item, effect=Effect.DENY) for item in policy.document.statements)

    def more(policy: NamedPolicy, added: tuple[Statement, ...]) -> NamedPolicy:
        both = policy.document.statements + added
        return dataclasses.replace(policy, document=dataclasses.replace(policy.document, statements=both))

    stricter = dataclasses.replace(
        policies,
        identity=tuple(more(item, denials(identity)) for item in policies.identity),
        resource=policies.resource and more(policies.resource, denials(resource)),
        boundary=policies.boundary and more(policies.boundary, denials(identity)),
        session=tuple(more(item, denials(identity)) for item in policies.session),
    )
    if evaluate(request_, stricter).allowed:
        assert evaluate(request_, policies).allowed


@given(REQUESTS, POLICIES, IDENTITY)
def test_an_allow_more_never_refuses(request_: Request, policies: Policies, added: NamedPolicy) -> None:
    """Adding grants to the identity turns no grant into a refusal."""
    grants = each(lambda statement: dataclasses.replace(statement, effect=Effect.ALLOW))(added.document)
    wider = dataclasses.replace(policies, identity=(*policies.identity, NamedPolicy("added", grants)))
    if evaluate(request_, policies).allowed:
        assert evaluate(request_, wider).allowed


@given(REQUESTS, POLICIES, IDENTITY)
def test_a_limit_more_never_allows(request_: Request, policies: Policies, limit: NamedPolicy) -> None:
    """A boundary, a level of service control policies or a first session policy turns no refusal into a grant."""
    without = dataclasses.replace(policies, boundary=None)
    caller = request_.principal
    limited = [
        (without, dataclasses.replace(policies, boundary=limit)),
        (policies, dataclasses.replace(policies, scp_levels=((limit,),))),
    ]
    if not caller.user_arn:  # a federated session has no permissions until it gets a session policy
        limited.append((dataclasses.replace(policies, session=()), dataclasses.replace(policies, session=(limit,))))
    for free, bound in limited:
        if evaluate(request_, bound).allowed:
            assert evaluate(request_, free).allowed


@given(REQUESTS, POLICIES)
def test_a_decision_explains_itself(request_: Request, policies: Policies) -> None:
    """A reason is a sentence; a denial names its statement, which denies; an implicit one names none."""
    decision = evaluate(request_, policies)
    assert decision.reason.endswith(".")
    assert decision.allowed is (decision.outcome is Outcome.ALLOWED)
    if decision.outcome is Outcome.EXPLICIT_DENY:
        assert decision.statement is not None
        assert decision.statement.effect is Effect.DENY
    if decision.outcome is Outcome.IMPLICIT_DENY:
        assert (decision.policy, decision.statement) == (None, None)


@settings(max_examples=50)
@given(REQUESTS, POLICIES)
def test_plain_policies_are_not_contested(request_: Request, policies: Policies) -> None:
    """Without NotPrincipal, conditions, variables and stars across segments, nothing is open."""

    def tame(statement: Statement) -> Statement:
        principals = statement.principals and dataclasses.replace(statement.principals, negated=False)
        resources = tuple(item for item in statement.resources if not item.endswith((":*:t", "}"))) or ("*",)
        return dataclasses.replace(statement, principals=principals, resources=resources, conditions=())

    assert contested(request_, rewritten(policies, each(tame))) == ()
