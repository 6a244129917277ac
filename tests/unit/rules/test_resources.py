"""Rules about resources, by tables."""

from __future__ import annotations

import json

import pytest

from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.lint import lint
from checks.rules.registry import find
from checks.rules.rule import Context, Expectations

TOPIC = "arn:aws:sns:us-east-1:111122223333:acme"
EXPECTED = Expectations(
    account_id="111122223333", buckets=("acme-reports",), topics=(TOPIC,), prefix="daily", partition="aws"
)


def found(  # noqa: PLR0913  # a statement has this many parts
    rule: str,
    resource: object,
    *,
    action: str = "s3:PutObject",
    effect: str = "Allow",
    kind: Kind = Kind.ROLE,
    expected: Expectations = EXPECTED,
) -> list[str]:
    """What a rule says of a statement with a resource."""
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return [
        finding.sentence for finding in lint(Source("p.json", text), [find(rule)], Context(expected), kind).findings
    ]


@pytest.mark.parametrize(
    ("rule", "resource", "count"),
    [
        ("malformed-arn", "acme-reports", 1),
        ("malformed-arn", "s3://acme-reports/daily", 1),
        ("malformed-arn", "https://acme-reports.s3.amazonaws.com", 1),
        ("malformed-arn", "arn:aws:s3:::", 1),
        ("malformed-arn", "arn:aws:s3", 1),
        ("malformed-arn", "arn:aws::::x", 1),
        ("malformed-arn", "arn:AWS:s3:::x", 1),
        ("malformed-arn", "arn:aws: s3:::x", 1),
        ("malformed-arn", ["*", "arn:aws:s3*", "arn:*:s3:::x", "arn:aws:s3:::x y/z"], 0),
        ("malformed-arn", "arn:aws:s3:::${aws:username}/*", 0),
        ("lost-asterisk", "arn:aws:iam::111122223333:role/", 1),
        ("lost-asterisk", ["arn:aws:s3:::acme-reports/", "arn:aws:logs:us-east-1:111122223333:log-group:"], 2),
        ("lost-asterisk", ["arn:aws:s3:::acme-reports/*", "*", "arn:aws:s3:::acme-reports"], 0),
        ("placeholder-in-value", ["arn:aws:s3:::<bucket>/*", "arn:aws:s3:::YOUR_BUCKET/*", "arn:aws:s3:::{{b}}/*"], 3),
        ("placeholder-in-value", ["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/<", "arn:aws:s3:::yours"], 0),
        ("destination-anywhere", ["*", "arn:aws:s3:::*", "arn:aws:s3:::acme-*/x", "arn:aws:s3:::*/daily/*"], 4),
        ("destination-anywhere", ["arn:aws:s3:::acme-reports/*", TOPIC], 0),
        ("foreign-account", ["arn:aws:iam::444455556666:role/x", "arn:aws:iam::111122223333:role/x"], 1),
        ("foreign-account", ["arn:aws:iam::aws:policy/x", "arn:aws:iam::*:role/x", "arn:aws:s3:::x"], 0),
        ("wrong-partition", ["arn:aws-cn:s3:::x", "arn:aws:s3:::x", "arn:*:s3:::x"], 1),
        ("other-destination", ["arn:aws:s3:::other", "arn:aws:s3:::acme-reports/weekly/*", f"{TOPIC}2"], 3),
        ("other-destination", ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/daily/*", TOPIC, "*"], 0),
    ],
)
def test_what_each_rule_finds(rule: str, resource: object, count: int) -> None:
    """Each rule finds its faults and leaves the rest alone."""
    assert len(found(rule, resource)) == count


def test_only_what_may_send_is_a_destination() -> None:
    """A wildcard is a destination for an Allow of a sending action in the role's policy, and for nothing else."""
    assert found("destination-anywhere", "*", action="sns:Publish")
    assert found("destination-anywhere", "arn:aws:sns:us-east-1:*:acme", action="sns:Pub*")
    assert not found("destination-anywhere", "*", action="s3:GetBucketLocation")
    assert not found("destination-anywhere", "*", effect="Deny")
    assert not found("destination-anywhere", "*", kind=Kind.IDENTITY)


@pytest.mark.parametrize("rule", ["foreign-account", "wrong-partition", "other-destination"])
def test_nothing_is_compared_with_what_was_not_said(rule: str) -> None:
    """Without expectations no account, partition, bucket or topic is wrong."""
    resources = ["arn:aws-cn:iam::444455556666:role/x", "arn:aws:s3:::other/*", f"{TOPIC}2"]
    assert found(rule, resources, expected=Expectations()) == []


@pytest.mark.parametrize(
    ("resource", "remedy"),
    [("acme-reports", "Write arn:aws:s3:::acme-reports."), ("s3://acme/daily", "Write arn:aws:s3:::acme/daily.")],
)
def test_a_buckets_name_is_turned_into_its_arn(resource: str, remedy: str) -> None:
    """A plain name or an s3:// address has its ARN as the remedy."""
    text = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}]})
    (finding,) = lint(Source("p.json", text), [find("malformed-arn")], Context(), Kind.IDENTITY).findings
    assert finding.remedy == remedy
