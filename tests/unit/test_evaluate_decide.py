"""The decision over all kinds of policies."""

import pytest

from checks.documents.model import parse_policy
from checks.proof.evaluate import (
    NamedPolicy,
    Outcome,
    Policies,
    Principal,
    Reading,
    Request,
    contested,
    evaluate,
)
from policies.errors import DocumentError

HERE, THERE = "111122223333", "444455556666"
USER = Principal(f"arn:aws:iam::{HERE}:user/alice", HERE)
ROOT = Principal(f"arn:aws:iam::{HERE}:root", HERE)
SESSION = Principal(f"arn:aws:sts::{HERE}:assumed-role/R/s", HERE)
FEDERATED = Principal(f"arn:aws:sts::{HERE}:federated-user/bob", HERE, user_arn=f"arn:aws:iam::{HERE}:user/bob")
SERVICE = Principal("", "", service="sns.amazonaws.com")
ANONYMOUS = Principal("", "")

BY_ROLE = {"AWS": f"arn:aws:iam::{HERE}:role/R"}
BY_SELF = {"AWS": [USER.arn, SESSION.arn, FEDERATED.arn]}
BY_ACCOUNT = {"AWS": HERE}
BY_PARENT = {"AWS": FEDERATED.user_arn}

YES, NO, DENIED = Outcome.ALLOWED, Outcome.IMPLICIT_DENY, Outcome.EXPLICIT_DENY


def policy(name: str, effect: str = "Allow", action: str = "s3:*", **elements: object) -> NamedPolicy:
    """A policy of one statement."""
    statement = {"Sid": name, "Effect": effect, "Action": action, "Resource": "*"} | elements
    present = {key: value for key, value in statement.items() if value is not None}
    return NamedPolicy(name, parse_policy({"Version": "2012-10-17", "Statement": present}))


def judge(principal: Principal, policies: Policies, *, owner: str | None = None) -> Outcome:
    """The outcome of reading an object."""
    return evaluate(Request(principal, "s3:GetObject", "arn:aws:s3:::b/k", {}, owner), policies).outcome


ALLOW = (policy("identity"),)
ALLOW_OTHER = (policy("other", action="sns:*"),)
BOUND = policy("boundary", action="sns:*")
BOUND_TO_ALL = policy("boundary", action="*")


def resource(principal: object, effect: str = "Allow") -> NamedPolicy:
    """A resource policy of one statement."""
    return policy("resource", effect, Principal=principal)


@pytest.mark.parametrize(
    ("case", "principal", "policies", "expected"),
    [
        # IAM user guide: How AWS enforcement code logic evaluates requests.
        ("nothing allows", USER, Policies(), NO),
        ("another action is allowed", USER, Policies(identity=ALLOW_OTHER), NO),
        ("an identity policy allows", USER, Policies(identity=ALLOW_OTHER + ALLOW), YES),
        ("the resource policy allows the user", USER, Policies(resource=resource(BY_SELF)), YES),
        ("the resource policy allows everyone", USER, Policies(resource=resource("*")), YES),
        ("the root user has full access", ROOT, Policies(), YES),
        # AWS account principals: naming the account delegates, so an identity policy is still needed.
        ("the account is named", USER, Policies(resource=resource(BY_ACCOUNT)), NO),
        ("the account is named, identity allows", USER, Policies(ALLOW, resource(BY_ACCOUNT)), YES),
        # Explicit deny, wherever it stands.
        ("denied by identity", USER, Policies((*ALLOW, policy("no", "Deny"))), DENIED),
        ("denied by the resource", USER, Policies(ALLOW, resource("*", "Deny")), DENIED),
        ("denied to the account", USER, Policies(ALLOW, resource(BY_ACCOUNT, "Deny")), DENIED),
        ("denied to the role", SESSION, Policies(ALLOW, resource(BY_ROLE, "Deny")), DENIED),
        ("denied to another", USER, Policies(ALLOW, resource(BY_ROLE, "Deny")), YES),
        ("denied by the boundary", USER, Policies(ALLOW, boundary=policy("no", "Deny")), DENIED),
        ("denied by an SCP", USER, Policies(ALLOW, scps=(BOUND_TO_ALL, policy("no", "Deny"))), DENIED),
        ("denied by a session policy", SESSION, Policies(ALLOW, session=(*ALLOW, policy("no", "Deny"))), DENIED),
        ("root denied by the resource", ROOT, Policies(resource=resource(BY_ACCOUNT, "Deny")), DENIED),
        ("root denied by an SCP", ROOT, Policies(scps=(policy("no", "Deny"),)), DENIED),
        # Boundaries intersect with identity policies.
        ("the boundary allows", USER, Policies(ALLOW, boundary=BOUND_TO_ALL), YES),
        ("the boundary does not allow", USER, Policies(ALLOW, boundary=BOUND), NO),
        ("the boundary grants nothing", USER, Policies(boundary=BOUND_TO_ALL), NO),
        # Service control policies: one of each level has to allow; they grant nothing; root is bound.
        ("the SCP does not allow", USER, Policies(ALLOW, scps=ALLOW_OTHER), NO),
        ("one SCP of two allows", USER, Policies(ALLOW, scps=(*ALLOW_OTHER, *ALLOW)), YES),
        ("the SCP grants nothing", USER, Policies(scps=ALLOW), NO),
        ("a level above does not allow", USER, Policies(ALLOW, scps=ALLOW, scp_levels=(ALLOW, ALLOW_OTHER)), NO),
        ("each level allows", USER, Policies(ALLOW, scps=ALLOW, scp_levels=(ALLOW, ALLOW)), YES),
        ("the SCP limits the root user", ROOT, Policies(scps=ALLOW_OTHER), NO),
        ("the SCP limits the resource's grant", USER, Policies(resource=resource(BY_SELF), scps=ALLOW_OTHER), NO),
        # Session policies intersect.
        ("the session policy allows", SESSION, Policies(ALLOW, session=(*ALLOW_OTHER, *ALLOW)), YES),
        ("the session policy does not allow", SESSION, Policies(ALLOW, session=ALLOW_OTHER), NO),
        ("a federated session without policy", FEDERATED, Policies(ALLOW), NO),
        ("a federated session with policy", FEDERATED, Policies(ALLOW, session=ALLOW), YES),
        # Resource-based policies and implicit denies in other policy types (same account): the table.
        ("role named", SESSION, Policies(resource=resource(BY_ROLE)), YES),
        ("role named, boundary", SESSION, Policies(resource=resource(BY_ROLE), boundary=BOUND), NO),
        ("role named, wide boundary", SESSION, Policies(resource=resource(BY_ROLE), boundary=BOUND_TO_ALL), YES),
        ("role named, session policy", SESSION, Policies(resource=resource(BY_ROLE), session=ALLOW_OTHER), NO),
        ("session named, boundary", SESSION, Policies(resource=resource(BY_SELF), boundary=BOUND), YES),
        ("session named, session policy", SESSION, Policies(resource=resource(BY_SELF), session=ALLOW_OTHER), YES),
        ("user named, boundary", USER, Policies(resource=resource(BY_SELF), boundary=BOUND), YES),
        ("everyone named, boundary", SESSION, Policies(resource=resource("*"), boundary=BOUND), YES),
        ("federated named", FEDERATED, Policies(resource=resource(BY_SELF), session=ALLOW_OTHER), YES),
        ("its user named", FEDERATED, Policies(resource=resource(BY_PARENT), session=ALLOW_OTHER), NO),
        ("its user named, no session policy", FEDERATED, Policies(resource=resource(BY_PARENT)), YES),
        # Callers without an account: only the resource policy speaks.
        ("service named", SERVICE, Policies(resource=resource({"Service": "sns.amazonaws.com"})), YES),
        ("service not named", SERVICE, Policies(ALLOW, resource=resource(BY_ACCOUNT)), NO),
        ("anonymous, everyone", ANONYMOUS, Policies(resource=resource("*")), YES),
        ("anonymous, no policy", ANONYMOUS, Policies(ALLOW), NO),
        ("service denied", SERVICE, Policies(resource=resource("*", "Deny")), DENIED),
        ("SCPs do not bind services", SERVICE, Policies(resource=resource("*"), scps=ALLOW_OTHER), YES),
    ],
)
def test_within_an_account(case: str, principal: Principal, policies: Policies, expected: Outcome) -> None:
    """A caller and a resource of one account."""
    assert judge(principal, policies) is expected, case


@pytest.mark.parametrize(
    ("case", "principal", "policies", "expected"),
    [
        # IAM user guide: Cross-account policy evaluation logic: both accounts have to allow.
        ("identity only", USER, Policies(ALLOW), NO),
        ("resource only", USER, Policies(resource=resource(BY_SELF)), NO),
        ("resource allows everyone only", USER, Policies(resource=resource("*")), NO),
        ("both, user named", USER, Policies(ALLOW, resource(BY_SELF)), YES),
        ("both, account named", USER, Policies(ALLOW, resource(BY_ACCOUNT)), YES),
        ("both, role named", SESSION, Policies(ALLOW, resource(BY_ROLE)), YES),
        ("both, boundary in the way", USER, Policies(ALLOW, resource(BY_SELF), BOUND), NO),
        ("both, session policy in the way", SESSION, Policies(ALLOW, resource(BY_SELF), session=ALLOW_OTHER), NO),
        ("both, SCP in the way", USER, Policies(ALLOW, resource(BY_SELF), scps=ALLOW_OTHER), NO),
        ("root user, account named", ROOT, Policies(resource=resource(BY_ACCOUNT)), YES),
        ("root user, nobody named", ROOT, Policies(), NO),
        ("denied by the resource", USER, Policies(ALLOW, resource("*", "Deny")), DENIED),
        ("service named", SERVICE, Policies(resource=resource({"Service": "sns.amazonaws.com"})), YES),
    ],
)
def test_across_accounts(case: str, principal: Principal, policies: Policies, expected: Outcome) -> None:
    """A caller of one account and a resource of another."""
    assert judge(principal, policies, owner=THERE) is expected, case


@pytest.mark.parametrize(
    ("principal", "identity", "by", "expected", "expected_across"),
    [
        # KMS developer guide: Key policies ("Without permission from the key policy, IAM policies … have no effect").
        (USER, ALLOW, None, NO, NO),
        (USER, ALLOW, BY_ROLE, NO, NO),
        (ROOT, (), BY_ROLE, NO, NO),
        (USER, (), BY_ACCOUNT, NO, NO),
        (USER, ALLOW, BY_ACCOUNT, YES, YES),
        (ROOT, (), BY_ACCOUNT, YES, YES),
        # IAM user guide: How AWS enforcement code logic evaluates requests: trust and key policies "must explicitly
        # allow access for principals"; within an account that is enough.
        (USER, (), BY_SELF, YES, NO),
        (SESSION, (), BY_ROLE, YES, NO),
        (USER, ALLOW, BY_SELF, YES, YES),
        (USER, (), "*", YES, NO),
    ],
)
def test_where_the_resource_policy_decides(
    principal: Principal,
    identity: tuple[NamedPolicy, ...],
    by: object,
    expected: Outcome,
    expected_across: Outcome,
) -> None:
    """Keys and role trust: the resource's policy has to allow; across accounts an identity policy has to, as well."""
    policies = Policies(identity, resource(by) if by else None, resource_policy_decides=True)
    assert judge(principal, policies) is expected
    assert judge(principal, policies, owner=THERE) is expected_across


def assume(trust: dict[str, object], principal: Principal, **context: str) -> Outcome:
    """The outcome of assuming a role of the seller's account."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole"} | trust
    request = Request(
        principal,
        "sts:AssumeRole",
        f"arn:aws:iam::{HERE}:role/MarketplaceCommerceAnalyticsRole",
        {f"sts:{key}": value for key, value in context.items()},
        HERE,
    )
    policies = Policies(
        identity=(policy("service's own", action="sts:AssumeRole"),),
        resource=NamedPolicy("trust", parse_policy({"Version": "2012-10-17", "Statement": statement})),
        resource_policy_decides=True,
    )
    return evaluate(request, policies).outcome


def test_a_trust_policy_with_an_external_id() -> None:
    """Only the trusted account with the right external id may assume the role (IAM user guide: confused deputy)."""
    trust: dict[str, object] = {
        "Principal": {"AWS": f"arn:aws:iam::{THERE}:root"},
        "Condition": {"StringEquals": {"sts:ExternalId": "secret"}},
    }
    service = Principal(f"arn:aws:sts::{THERE}:assumed-role/CommerceAnalytics/delivery", THERE)
    stranger = Principal("arn:aws:sts::999999999999:assumed-role/X/y", "999999999999")
    assert assume(trust, service, ExternalId="secret") is YES
    assert assume(trust, service, ExternalId="Secret") is NO
    assert assume(trust, service) is NO
    assert assume(trust, stranger, ExternalId="secret") is NO
    assert assume(trust | {"Principal": {"AWS": THERE}}, service, ExternalId="secret") is YES


@pytest.mark.parametrize(
    ("case", "elements", "expected"),
    [
        # IAM user guide: NotAction, NotResource, and the traps of each.
        ("NotAction allows all others", {"NotAction": "sns:*", "Action": None}, YES),
        ("NotAction leaves out what it names", {"NotAction": ["sns:*", "s3:get*"], "Action": None}, NO),
        ("NotResource allows all others", {"NotResource": "arn:aws:s3:::a/*", "Resource": None}, YES),
        ("NotResource leaves out what it names", {"NotResource": "arn:aws:s3:::b/*", "Resource": None}, NO),
        ("an unresolved NotResource names nothing", {"NotResource": "arn:aws:s3:::${x:y}", "Resource": None}, YES),
        ("every condition has to hold", {"Condition": {"StringEquals": {"x:y": "1"}, "Null": {"x:y": "true"}}}, NO),
        ("every key has to hold", {"Condition": {"Null": {"x:y": "true", "aws:username": "true"}}}, NO),
        ("an empty condition holds", {"Condition": {}}, YES),
        ("the user's own folder", {"Resource": "arn:aws:s3:::b/${aws:username}"}, NO),
        ("a key implied by the caller", {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:user/a*"}}}, YES),
    ],
)
def test_statements(case: str, elements: dict[str, object], expected: Outcome) -> None:
    """Elements of one statement of an identity policy, for a user who reads an object."""
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"} | elements
    document = parse_policy(
        {"Version": "2012-10-17", "Statement": {key: value for key, value in statement.items() if value is not None}}
    )
    assert judge(USER, Policies((NamedPolicy("p", document),))) is expected, case


def test_the_decision_names_what_decided() -> None:
    """The reason is a full sentence with the statement, its policy and line; the values are there, too."""
    text = '{"Version": "2012-10-17",\n"Statement": {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}}'
    request = Request(USER, "s3:GetObject", "arn:aws:s3:::b/k", {})
    decision = evaluate(request, Policies((NamedPolicy("admin", parse_policy(text)),)))
    assert decision.allowed
    assert decision.reason == (
        f"Statement 'All' of 'admin', line 2, allows s3:GetObject on arn:aws:s3:::b/k to {USER.arn}."
    )
    assert decision.policy == "admin"
    assert decision.statement is not None
    assert decision.statement.sid == "All"


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        (Policies(), "No identity policy allows"),
        (Policies(ALLOW, boundary=BOUND), "The permissions boundary 'boundary' does not allow"),
        (Policies(ALLOW, scps=ALLOW_OTHER), "No service control policy of 'other' allows"),
        (Policies(ALLOW, session=ALLOW_OTHER), "No session policy of 'other' allows"),
        (Policies(ALLOW, resource("*", "Deny")), "Statement 'resource' of 'resource' denies"),
        (Policies(ALLOW, resource_policy_decides=True), "Only the resource's own policy can admit callers"),
    ],
)
def test_the_reason_of_a_refusal(policies: Policies, said: str) -> None:
    """A refusal says which policy stood in the way."""
    decision = evaluate(Request(USER, "s3:GetObject", "arn:aws:s3:::b/k", {}), policies)
    assert not decision.allowed
    assert decision.reason.startswith(said)
    assert decision.reason.endswith(f" s3:GetObject on arn:aws:s3:::b/k to {USER.arn}.")


NO_VALUE = "arn:aws:s3:::${no:key}"


@pytest.mark.parametrize(
    ("reading", "policies"),
    [
        (Reading.SEGMENTS, Policies((policy("p", Resource="arn:aws:s3:*:k"),))),
        (Reading.NOT_PRINCIPAL_LEVELS, Policies(ALLOW, policy("p", "Deny", NotPrincipal={"AWS": USER.arn}))),
        (None, Policies(ALLOW)),
        (None, Policies()),
        (None, Policies(ALLOW, resource("*"))),
        (None, Policies((policy("p", Resource=NO_VALUE),))),
        (None, Policies((*ALLOW, policy("p", "Deny", NotResource=NO_VALUE, Resource=None)))),
        (None, Policies((policy("p", Condition={"StringNotLike": {"aws:username": "${no:key}"}}),))),
        (None, Policies(resource=resource("*"), boundary=BOUND)),
    ],
)
def test_contested_decisions_name_the_open_question(reading: Reading | None, policies: Policies) -> None:
    """A decision that rests on one reading of the documentation says on which; others on none."""
    request = Request(USER, "s3:GetObject", "arn:aws:s3:::a:k", {})
    assert contested(request, policies) == ((reading,) if reading else ())


@pytest.mark.parametrize(
    "policies",
    [
        Policies(identity=(policy("p", Principal="*"),)),
        Policies(boundary=policy("p", Principal="*")),
        Policies(resource=policy("p")),
        Policies((NamedPolicy("p", parse_policy('{"Statement": {"Effect": "Deny", "Action": "*"}}')),)),
    ],
)
def test_a_statement_of_another_kind_of_policy_is_refused(policies: Policies) -> None:
    """Principal in an identity policy, none in a resource policy, no Resource in an identity policy: errors."""
    with pytest.raises(DocumentError, match="no place in this kind of policy") as caught:
        judge(USER, policies)
    assert caught.value.where == "p, statement 1"


def test_an_unknown_operator_is_refused() -> None:
    """An operator that IAM does not have is an error, since neither answer would be right."""
    with pytest.raises(DocumentError, match="not a condition operator"):
        judge(USER, Policies((policy("p", Condition={"StringIs": {"a:b": "c"}}),)))
