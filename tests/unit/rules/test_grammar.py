"""Rules of IAM's grammar, case by case."""

from __future__ import annotations

import json

import pytest
from cases import Case, found, mended, verdict
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.model import parse_policy
from checks.documents.policy import Holder, Kind
from checks.findings import Severity
from checks.proof.evaluate import NamedPolicy, Policies, Principal, Request, evaluate
from checks.rules.grammar._deletion import deletions

READ = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}'
V = '"Version": "2012-10-17"'
SERVICE = '{"Service": "sns.amazonaws.com"}'


def doc(*statements: str, head: str = V) -> str:
    """A document with these statements."""
    return "{" + head + ', "Statement": [' + ", ".join(statements) + "]}"


def read(**elements: str) -> str:
    """A statement that reads, with elements in place of its own; the values are JSON, empty ones take it out."""
    own = {"Effect": '"Allow"', "Action": '"s3:GetObject"', "Resource": '"arn:aws:s3:::acme/*"'} | elements
    return "{" + ", ".join(f'"{name}": {value}' for name, value in own.items() if value) + "}"


def assume(principal: str, **elements: str) -> str:
    """A statement of a trust policy."""
    return read(Principal=principal, Action='"sts:AssumeRole"', Resource="", **elements)


def marked(statement: str) -> str:
    """A statement that a rule points at."""
    return f"⟦{statement}⟧"


CASES = [
    # A document is an object.
    Case("document-not-object", marked(f"[{READ}]")),
    Case("document-not-object", READ),
    Case("document-not-object", doc(READ)),
    # It has statements.
    Case("no-statement", marked("{" + V + "}")),
    Case("no-statement", "{" + V + ', "Statement": ⟦[]⟧}'),
    Case("no-statement", "{" + V + ', "Statements": [' + READ + "]}"),
    Case("no-statement", READ),
    Case("no-statement", "{" + V + ', "Statement": <statements>}'),
    Case("no-statement", doc(READ)),
    Case("no-statement", "{" + V + ', "Statement": ' + READ + "}"),
    # Each is an object.
    Case("statement-not-object", doc('⟦"x"⟧', "⟦1⟧", "⟦[]⟧", READ, "⟦null⟧", "<one>")),
    Case("statement-not-object", "{" + V + ', "Statement": ⟦"x"⟧}'),
    Case("statement-not-object", "{" + V + ', "Statement": <x>}'),
    # The version is said, and is a version.
    Case("version-missing", marked('{"Statement": ' + READ + "}")),
    Case("version-missing", '{"version": "2012-10-17", "Statement": ' + READ + "}"),
    Case("version-missing", doc(READ, head='"Version": <version>')),
    Case("version-missing", f"[{READ}]"),
    Case("version-old", doc(READ, head='"Version": ⟦"2008-10-17"⟧')),
    Case("version-old", doc(READ, head='"Version": "2012-10-17"')),
    Case("version-old", doc(READ, head='"Version": "2013-10-17"')),
    Case("version-unknown", doc(READ, head='"Version": ⟦"2012-10-18"⟧')),
    Case("version-unknown", doc(READ, head='"Version": ⟦""⟧')),
    Case("version-unknown", doc(READ, head='"Version": 20121017')),
    Case("version-unknown", doc(READ, head='"Version": <version>')),
    Case("version-unknown", doc(READ, head='"Version": "2008-10-17"')),
    # Elements are known, well spelt, in their place, and alone.
    Case("unknown-element", doc(READ, head=V + ', ⟦"Comment"⟧: 1')),
    Case("unknown-element", doc('{"Effect": "Allow", ⟦"Description"⟧: "", ⟦"Name"⟧: ""}')),
    Case("unknown-element", doc('{"effect": "Allow", "Actions": "", "Id": "", "Resouce": ""}', head=V + ', "Sid": ""')),
    Case("unknown-element", doc('{⟦"' + "Action" * 9 + '"⟧: ""}')),
    Case("misspelt-element", doc('{⟦"effect"⟧: "Allow", ⟦"Actions"⟧: "", ⟦"Resouce"⟧: "", ⟦"Principle"⟧: "*"}')),
    Case("misspelt-element", doc('{⟦"SID"⟧: "", ⟦"NotActions"⟧: "", ⟦"notresource"⟧: "", ⟦"Conditions"⟧: {}}')),
    Case("misspelt-element", '{⟦"version"⟧: "2012-10-17", ⟦"ID"⟧: "", ⟦"Statements"⟧: [' + READ + "]}"),
    Case("misspelt-element", doc('{"Effect": "Allow", "effect": "Deny", "Comment": "", "Id": "", "Version": ""}')),
    Case("misplaced-element", doc(READ, head=V + ', ⟦"Effect"⟧: "Allow", ⟦"action"⟧: "", ⟦"Conditions"⟧: {}')),
    Case("misplaced-element", doc('{"Effect": "Allow", ⟦"Version"⟧: "", ⟦"Id"⟧: "", ⟦"Statement"⟧: []}')),
    Case("misplaced-element", doc(READ, head=V + ', "Comment": ""')),
    Case("twin-keys", doc('{"Effect": "Allow", ⟦"effect"⟧: "Deny"}', head=V + ', ⟦"VERSION"⟧: ""')),
    Case("twin-keys", doc(read(Principal='{"AWS": "*", ⟦"aws"⟧: "*"}'))),
    Case("twin-keys", doc(read(Condition='{"Bool": {"aws:A": "1"}, ⟦"bool"⟧: {"aws:B": "1", ⟦"AWS:b"⟧: "2"}}'))),
    Case("twin-keys", doc(read(Condition='{"Bool": {"aws:A": "1"}, "Null": {"AWS:a": "1"}}'))),
    # Effects.
    Case("effect-missing", doc(marked(read(Effect="")), READ)),
    Case("effect-missing", doc(read(Effect="<x>"), '{"effect": "Allow"}')),
    Case("effect-invalid", doc(read(Effect='⟦"allow"⟧'), read(Effect='⟦"Allow "⟧'), read(Effect='⟦""⟧'))),
    Case(
        "effect-invalid", doc(read(Effect='"Deny"'), read(Effect="<x>"), read(Effect="true"), read(Effect='["Allow"]'))
    ),
    # Actions and resources.
    Case("action-missing", doc(marked(read(Action="")), read(Action="", NotAction='"s3:*"'), read(Action="<x>"))),
    Case("action-missing", doc('{"Effect": "Allow", "actions": "s3:*"}')),
    Case("element-and-complement", doc(read(NotAction="").replace("}", ', ⟦"NotAction"⟧: "s3:*"}'))),
    Case(
        "element-and-complement",
        doc('{"Principal": "*", ⟦"NotPrincipal"⟧: "*", ⟦"NotResource"⟧: "*", "Resource": "*"}', '{"NotAction": "*"}'),
    ),
    Case(
        "resource-missing", doc(marked(read(Resource="")), read(Resource="", NotResource='"*"'), read(Resource="<x>"))
    ),
    Case("resource-missing", doc(marked(read(Resource=""))), Kind.BOUNDARY),
    Case("resource-missing", doc(marked(read(Resource="", Principal='"*"'))), Kind.BUCKET),
    Case("resource-missing", doc(marked(read(Resource="", Principal='"*"'))), Kind.KEY),
    Case("resource-missing", doc(read(Resource="", Principal='"*"')), Kind.TOPIC),
    Case("resource-missing", doc(assume('"*"'))),
    Case("resource-in-trust-policy", doc(assume("*", NotAction="").replace('"*"', '"*"').replace("*,", '"*",'))),
    Case(
        "resource-in-trust-policy", doc('{"Principal": "*", "Action": "sts:AssumeRole", ⟦"Resource"⟧: "*"}'), Kind.TRUST
    ),
    Case("resource-in-trust-policy", doc('{"Principal": "*", ⟦"NotResource"⟧: <x>}'), Kind.TRUST),
    Case("resource-in-trust-policy", doc(READ)),
    # Principals: where they stand.
    Case("principal-in-identity-policy", doc('{⟦"Principal"⟧: "*"}', '{⟦"NotPrincipal"⟧: <x>}', READ), Kind.IDENTITY),
    Case("principal-in-identity-policy", doc('{⟦"Principal"⟧: "*"}'), Kind.BOUNDARY),
    Case("principal-in-identity-policy", doc('{"Principal": "*"}'), Kind.BUCKET),
    Case("principal-missing", doc(assume('"*"'), marked(assume("")))),
    Case("principal-missing", doc(assume('"*"'), '{"NotPrincipal": "*"}', '{"principal": "*"}', '{"Principal": <x>}')),
    Case("principal-missing", doc(READ)),
    Case("not-principal", doc(assume("", NotPrincipal="1").replace('"NotPrincipal"', '⟦"NotPrincipal"⟧')), Kind.TRUST),
    Case("not-principal", doc('{"Effect": "Deny", ⟦"NotPrincipal"⟧: {}}'), Kind.TRUST),
    Case("not-principal", doc('{"Effect": "Allow", ⟦"NotPrincipal"⟧: {"AWS": "*"}}'), Kind.TOPIC),
    Case(
        "not-principal",
        doc('{"Effect": "Deny", "NotPrincipal": {}}', '{"Effect": <x>, "NotPrincipal": {}}'),
        Kind.TOPIC,
    ),
    # Principals: what they look like.
    Case("principal-shape", doc(assume('⟦"111122223333"⟧'), assume('⟦["*"]⟧'), assume("⟦1⟧"), assume("⟦[]⟧"))),
    Case("principal-shape", doc(assume('"*"'), assume("<x>"), assume('{"AWS": 1}'), assume("{}"))),
    Case("unknown-principal-type", doc(assume('{⟦"aws"⟧: "*", ⟦"Services"⟧: "*", ⟦"Group"⟧: "*"}'))),
    Case("unknown-principal-type", doc(assume('{"AWS": "*", "Service": [], "Federated": "", "CanonicalUser": ""}'))),
    Case("principal-wildcard", doc(assume('{"AWS": ["*", ⟦"arn:aws:iam::*:root"⟧, ⟦"11112222333?"⟧, <x>]}'))),
    Case("principal-wildcard", doc(assume('{"Service": ⟦"*.amazonaws.com"⟧, "Federated": ⟦"*"⟧}'))),
    Case("principal-wildcard", doc(assume('"*"'), assume('{"AWS": "arn:aws:iam::${aws:PrincipalAccount}:*"}'))),
    Case("deleted-principal", doc(assume('{"AWS": [⟦"AIDACKCEVSQ6C2EXAMPLE"⟧, ⟦"AROADBQP57FF2AEXAMPLE"⟧]}'))),
    Case("deleted-principal", doc(assume('{"Service": "AROADBQP57FF2AEXAMPLE", "AWS": ["AROA", "arn:x", <x>]}'))),
    # Values have the right type, and are there.
    Case("wrong-value-type", doc(read(Sid="⟦1⟧", Effect='⟦["Allow"]⟧'), head='"Version": ⟦2012⟧, "Id": ⟦null⟧')),
    Case("wrong-value-type", doc(read(Action='["a:b", ⟦1⟧, ⟦null⟧, ⟦["c"]⟧]', Resource='⟦{"Ref": "B"}⟧'))),
    Case("wrong-value-type", doc(read(NotAction="⟦true⟧", NotResource="⟦{}⟧", Sid="⟦{}⟧"))),
    Case("wrong-value-type", doc(assume('{"AWS": ⟦111122223333⟧, "Service": ["a", ⟦false⟧]}'))),
    Case(
        "wrong-value-type", doc(read(Condition='{"Bool": {"a": true, "b": [1, "x"], "c": ⟦null⟧, "d": [⟦{}⟧, ⟦[]⟧]}}'))
    ),
    Case("wrong-value-type", doc(read(Action="<x>", Resource="[<x>]", Sid="<x>", Condition='{"A": {"b": <x>}}'))),
    Case("empty-value", doc(read(Action="⟦[]⟧", Resource='⟦""⟧'), read(Resource='[⟦" "⟧, "*"]', NotAction='⟦""⟧'))),
    Case("empty-value", doc(assume("⟦{}⟧"), assume("⟦[]⟧"), assume('{"AWS": ⟦[]⟧, "Service": ⟦""⟧}'), assume('⟦""⟧'))),
    Case("empty-value", doc(read(Condition='{"StringLike": {"aws:x": ⟦[]⟧, "aws:y": "", "aws:z": [""]}}'))),
    Case("empty-value", doc(read(Sid='""', Action="[<x>]"), read(Resource="<x>"), assume('{"AWS": <x>}'))),
    Case("empty-condition", doc(read(Condition="⟦{}⟧"), read(Condition='⟦{"Bool": {}, "Null": {}}⟧'))),
    Case("empty-condition", doc(read(Condition='{"Bool": ⟦{}⟧, "Null": {"a": "b"}}'), read(Condition="<x>"))),
    Case("empty-condition", doc(read(Condition='{"Bool": <x>}'), read(Condition="[]"), READ)),
    Case("condition-shape", doc(read(Condition="⟦[]⟧"), read(Condition='⟦"x"⟧'), read(Condition='{"a:b": ⟦"x"⟧}'))),
    Case(
        "condition-shape",
        doc(read(Condition='{"Bool": <x>, "Null": ⟦[]⟧}'), read(Condition="<x>"), read(Condition="{}")),
    ),
    # Labels.
    Case("sid-characters", doc(read(Sid='⟦"a b"⟧'), read(Sid='⟦"a-b"⟧'), read(Sid='⟦"é"⟧'), read(Sid='⟦"\u0661"⟧'))),
    Case("sid-characters", doc(read(Sid='""'), read(Sid='"a1"'), read(Sid="<x>"), read(Sid="1"))),
    Case("sid-characters", doc(assume('"*"', Sid='⟦"a b"⟧'))),
    Case("sid-characters", doc(read(Sid='"a b"', Principal='"*"'))),
    Case("duplicate-sid", doc(read(Sid='"a"'), read(Sid='⟦"a"⟧'), read(Sid='"A"'), read(Sid='⟦"a"⟧'))),
    Case("duplicate-sid", doc(read(Sid='""'), read(Sid='""'), read(Sid="<x>"), read(Sid="<x>"), READ, READ)),
    Case("id-in-identity-policy", doc(READ, head=V + ', ⟦"Id"⟧: "x"')),
    Case("id-in-identity-policy", doc(READ, head=V + ', ⟦"Id"⟧: "x"'), Kind.BOUNDARY),
    Case("id-in-identity-policy", doc(assume('"*"'), head=V + ', "Id": "x"')),
    # Characters, as they are written.
    Case("forbidden-character", doc(read(Resource='"arn:aws:s3:::a⟦\u2013⟧b/⟦…⟧"', Condition='{"A⟦\u200b⟧": {}}'))),
    Case("forbidden-character", doc(read(Resource='"arn:aws:s3:::a\\u2013b/ÿ é \\t"'))),
    Case("forbidden-character", doc(read(Resource='"arn:aws:s3:::a\u2013b"', Principal='"*"'))),
    # What others say already.
    Case("redundant-value", doc(read(Action='["s3:Get*", ⟦"S3:getobject"⟧, "s3:Put*", ⟦"s3:Get*"⟧]'))),
    Case("redundant-value", doc(read(NotAction='[⟦"s3:GetObject"⟧, "*"]', Resource='["*", ⟦"arn:aws:s3:::a"⟧]'))),
    Case("redundant-value", doc(read(Resource='["arn:aws:s3:::a*", ⟦"arn:aws:s3:::ab/*"⟧, "arn:aws:sns:*:1:a"]'))),
    Case("redundant-value", doc(read(Resource='["arn:aws:sns:*:1:a", ⟦"arn:aws:sns:us-east-1:1:a"⟧]'))),
    Case("redundant-value", doc(read(Resource='["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::B", <x>, <x>]'))),
    Case("redundant-value", doc(read(Resource='["arn:aws:s3:::${aws:userid}*", "arn:aws:s3:::${aws:userid}/a"]'))),
    Case("redundant-value", doc(assume('{"AWS": ["111122223333", ⟦"111122223333"⟧, "*"], "Service": ["a.b"]}'))),
    Case("redundant-value", doc(read(Condition='{"StringLike": {"a:b": ["x*", "xy", ⟦"xy"⟧, 1, 1]}}'))),
    Case("redundant-value", doc(read(Action="[]", Resource='"*"', Condition='{"Bool": {"a:b": []}}'))),
    Case("redundant-statement", doc(READ, marked(READ), READ.replace("Allow", "Deny"))),
    Case("redundant-statement", doc(marked(READ), read(Action='["s3:*"]', Sid='"All"'))),
    Case(
        "redundant-statement",
        doc(read(Condition='{"Bool": {"a:b": "x"}}'), marked(read(Condition='{"Bool": {"a:b": ["x"]}}'))),
    ),
    Case("redundant-statement", doc(READ, marked(read(Condition='{"Bool": {"a:b": "x"}}')))),
    Case(
        "redundant-statement", doc(read(Condition='{"Bool": {"a:b": "x"}}'), read(Condition='{"Bool": {"a:c": "x"}}'))
    ),
    Case("redundant-statement", doc(read(Action="<x>"), read(Action="<x>"), read(Effect="<x>"), read(Effect="<x>"))),
    Case("redundant-statement", doc(read(Principal='"*"'), read(Principal=SERVICE), marked(read(Principal='"*"')))),
    Case("redundant-statement", doc(read(NotAction='"a:b"', Action=""), read(NotAction='"a:c"', Action=""), READ)),
    Case("redundant-statement", doc(read(Resource=""), read(NotResource='"arn:aws:s3:::c"', Resource=""), READ)),
    Case("redundant-statement", doc('{"Effect": "Allow", "Comment": ""}', '{"Effect": "Allow", "Comment": ""}')),
    Case("redundant-statement", "{" + V + ', "Statement": ' + READ + "}"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.marked[:60]}")
def test_a_rule_fires_at_the_marks_and_nowhere_else(case: Case) -> None:
    """Each rule finds what is marked in its cases, and is silent on the rest: unknown values raise no alarm."""
    places, marks = verdict(case)
    assert places == marks


PRINCIPALS = [
    ("AWS", "111122223333", ""),
    ("AWS", "arn:aws:iam::111122223333:root", ""),
    ("AWS", "arn:aws:iam::111122223333:user/team/alice", ""),
    ("AWS", "arn:aws-cn:iam::111122223333:role/aws-service-role/x.amazonaws.com/Y", ""),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/role/session", ""),
    ("AWS", "arn:aws:sts::111122223333:federated-user/bob", ""),
    ("AWS", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E15MNIMTCFKK4C", ""),
    ("AWS", "11112222333", "has 11 digits"),
    ("AWS", "1111-2222-3333", "more than its digits"),
    ("AWS", "arn:aws:iam::11112222333:root", "11112222333 in place of an account"),
    ("AWS", "arn:aws:iam:::root", "has no account"),
    ("AWS", "arn:aws:iam:us-east-1:111122223333:root", "names a region"),
    ("AWS", "arn:aws:iam::111122223333", "too few segments"),
    ("AWS", "arn:aws:iam::111122223333:group/readers", "is a group"),
    ("AWS", "arn:aws:iam::111122223333:role/", "does not name an identity"),
    ("AWS", "arn:aws:iam::111122223333:Role/x", "does not name an identity"),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/role", "does not name an identity"),
    ("AWS", "arn:aws:s3:::acme", "is not the ARN of an identity"),
    ("AWS", "sns.amazonaws.com", "is a service, and stands under AWS"),
    ("AWS", "alice", "neither an account nor an ARN"),
    ("AWS", "arn:aws:iam::<account>:root", ""),
    ("AWS", "arn:aws:iam::${AccountId}:root", ""),
    ("Service", "sns.amazonaws.com", ""),
    ("Service", "logs.eu-central-1.amazonaws.com", ""),
    ("Service", "sns", "not the name of a service principal"),
    ("Service", "https://sns.amazonaws.com/", "not the name of a service principal"),
    ("Service", "arn:aws:iam::111122223333:root", "not the name of a service principal"),
    ("Federated", "accounts.google.com", ""),
    ("Federated", "arn:aws:iam::111122223333:saml-provider/corp", ""),
    ("Federated", "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", ""),
    ("Federated", "https://accounts.google.com", "not the name of an identity provider"),
    ("Federated", "google", "not the name of an identity provider"),
    ("Federated", "arn:aws:iam::111122223333:role/x", "not the name of an identity provider"),
    ("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", ""),
    ("CanonicalUser", "79a59df9", "not a canonical user id"),
    ("Group", "anything", ""),
]


@pytest.mark.parametrize(("kind", "text", "said"), PRINCIPALS)
def test_a_malformed_principal_is_named(kind: str, text: str, said: str) -> None:
    """A principal's form is judged by its type; placeholders and unknown types are other rules'."""
    findings = found(Case("malformed-principal", doc(assume(json.dumps({kind: [text]})))))
    assert [said in finding.sentence for finding in findings] == ([True] if said else [])


SEVERITIES = [
    ("version-missing", '{"Statement": ' + READ + "}", Kind.IDENTITY, Severity.ERROR),
    ("version-missing", '{"Statement": ' + READ + "}", Kind.BUCKET, Severity.WARNING),
    ("version-old", doc(READ, head='"Version": "2008-10-17"'), Kind.ROLE, Severity.ERROR),
    ("version-old", doc(READ, head='"Version": "2008-10-17"'), Kind.TRUST, Severity.WARNING),
    ("duplicate-sid", doc(read(Sid='"a"'), read(Sid='"a"')), Kind.TRUST, Severity.ERROR),
    ("duplicate-sid", doc(read(Sid='"a"'), read(Sid='"a"')), Kind.TOPIC, Severity.ERROR),
    ("duplicate-sid", doc(read(Sid='"a"'), read(Sid='"a"')), Kind.BUCKET, Severity.WARNING),
    ("empty-value", doc(read(Action="[]")), Kind.IDENTITY, Severity.ERROR),
    ("empty-value", doc(read(Condition='{"Bool": {"a:b": []}}')), Kind.IDENTITY, Severity.WARNING),
]


@pytest.mark.parametrize(("rule", "text", "kind", "severity"), SEVERITIES)
def test_the_kind_of_policy_decides_how_bad_it_is(rule: str, text: str, kind: Kind, severity: Severity) -> None:
    """What one service refuses, another one takes: the severity follows the kind."""
    assert [finding.severity for finding in found(Case(rule, text, kind))] == [severity]


REMEDIES = [
    ("misspelt-element", doc('{"Effct": "Allow"}'), 'Write "Effect".'),
    ("effect-invalid", doc(read(Effect='"DENY"')), 'Write "Deny".'),
    ("effect-invalid", doc(read(Effect='"Permit"')), 'Write "Allow" or "Deny".'),
    ("unknown-principal-type", doc(assume('{"aws": "*"}')), 'Write "AWS".'),
    (
        "principal-shape",
        doc(assume('["111122223333", "444455556666"]')),
        'Write {"AWS": ["111122223333", "444455556666"]}.',
    ),
    ("principal-shape", doc(assume('"sns.amazonaws.com"')), 'Write {"Service": "sns.amazonaws.com"}.'),
    ("sid-characters", doc(read(Sid='"read all-reports"')), "Write ReadAllReports."),
    ("sid-characters", doc(read(Sid='"--"')), "Use letters and digits."),
    ("misplaced-element", doc('{"Id": "x"}'), "Write Sid, or move it to the document."),
    ("malformed-principal", doc(assume('{"AWS": "sns.amazonaws.com"}')), 'Write {"Service": "sns.amazonaws.com"}.'),
]


@pytest.mark.parametrize(("rule", "text", "remedy"), REMEDIES)
def test_a_remedy_says_what_was_probably_meant(rule: str, text: str, remedy: str) -> None:
    """Where one thing was probably meant, the remedy writes it out."""
    assert [finding.remedy for finding in found(Case(rule, text))] == [remedy]


def long_policy(size: int, blanks: int = 0, *, spread: int = 0) -> str:
    """A document of so many characters without white space, with blanks inside its strings and between its values."""
    empty = doc(read(Sid='""', Resource='"arn:aws:s3:::"')).replace(" ", "")
    filling = "a" * (size - len(empty)) + " " * blanks
    return empty.replace('"arn:aws:s3:::"', f'"arn:aws:s3:::{filling}"') + "\n" * spread


LENGTHS = [
    (long_policy(2_048), Kind.IDENTITY, Holder.USER, "note", "so 0 are left"),
    (long_policy(1_800), Kind.IDENTITY, Holder.USER, None, ""),
    (long_policy(2_049), Kind.IDENTITY, Holder.USER, "error", "2,049 characters, 1 more than it may"),
    (long_policy(2_040, 20), Kind.IDENTITY, Holder.USER, "warning", "2,040 to 2,060 characters"),
    (long_policy(5_121), Kind.IDENTITY, Holder.GROUP, "error", "5,121"),
    (long_policy(5_121), Kind.IDENTITY, Holder.MANAGED, None, ""),
    (long_policy(6_145), Kind.IDENTITY, Holder.MANAGED, "error", "6,145"),
    (long_policy(9_300), Kind.ROLE, Holder.ROLE, "note", "so 940 are left"),
    (long_policy(10_241), Kind.ROLE, Holder.ROLE, "error", "10,241"),
    (long_policy(6_144), Kind.IDENTITY, None, None, ""),
    (long_policy(6_145), Kind.IDENTITY, None, "warning", "a managed policy (6,144)"),
    (long_policy(10_240), Kind.IDENTITY, None, "warning", "a managed policy (6,144)"),
    (long_policy(10_230, 11), Kind.IDENTITY, None, "warning", "10,230 to 10,241"),
    (long_policy(10_241), Kind.IDENTITY, None, "error", "nothing takes"),
    (long_policy(6_145), Kind.ROLE, None, "warning", "a managed policy (6,144)"),
    (long_policy(6_145), Kind.BOUNDARY, None, "warning", "a managed policy (6,144)"),
    (long_policy(10_240), Kind.BOUNDARY, Holder.SCP, "note", "so 0 are left"),
    (long_policy(10_200, spread=41), Kind.BOUNDARY, Holder.SCP, "warning", "10,200 to 10,241"),
    (long_policy(2_049), Kind.TRUST, None, "warning", "2,049 characters, 1 more"),
    (long_policy(8_193), Kind.TRUST, None, "error", "8,193"),
    (long_policy(20_481), Kind.BUCKET, None, "error", "20,481 bytes"),
    (long_policy(20_480, spread=1), Kind.BUCKET, None, "warning", "20,480 to 20,481 bytes"),
    (long_policy(20_470).replace("aaaaaaaaaaa", "é" * 11, 1), Kind.BUCKET, None, "error", "20,481 bytes"),
    (long_policy(30_721), Kind.TOPIC, None, "error", "30,721"),
    (long_policy(32_769), Kind.KEY, None, "error", "32,769"),
    (long_policy(90_000), Kind.RESOURCE, None, None, ""),
    (long_policy(2_040, 20).replace('""', "<x>"), Kind.TRUST, None, "note", "so"),
]


@pytest.mark.parametrize(
    ("text", "kind", "holder", "severity", "said"),
    LENGTHS,
    ids=lambda value: str(value)[:24] if isinstance(value, str) else None,
)
def test_a_document_is_measured_by_what_may_hold_it(
    text: str, kind: Kind, holder: Holder | None, severity: str | None, said: str
) -> None:
    """Over the limit either way of counting is an error, in between a warning, nearly full a note."""
    findings = found(Case("document-too-long", text, kind, holder=holder))
    assert [(finding.severity.value, said in finding.sentence) for finding in findings] == (
        [(severity, True)] if severity else []
    )


def test_an_edit_is_offered_only_where_one_comma_separates() -> None:
    """Where a comment or nothing at all stands between two items, nothing is deleted."""
    assert deletions("[a /* , */ b]", [(1, 2), (11, 12)], [1]) == {}
    assert deletions("- a\n- b", [(2, 3), (6, 7)], [1]) == {}
    assert deletions("[]", [], []) == {}


MENDED = [
    (doc(read(Action='["s3:GetObject", "s3:Get*", "s3:GetObject"]')), doc(read(Action='["s3:Get*"]'))),
    (doc(read(Action='["s3:GetA", "s3:GetB", "s3:Get*"]')), doc(read(Action='["s3:Get*"]'))),
    (doc(read(Action='["a:b", "a:b", "a:c", "a:b"]')), doc(read(Action='["a:b", "a:c"]'))),
    (doc(READ, READ, READ), doc(READ)),
    (doc(READ, READ, read(Action='"s3:*"')), doc(read(Action='"s3:*"'))),
    (doc(read(Condition="{}")), doc(READ)),
    (doc(read(Condition='{"Bool": {}}')), doc(READ)),
    (doc(read(Condition='{"Bool": {}, "Null": {"a:b": "true"}}')), doc(read(Condition='{"Null": {"a:b": "true"}}'))),
]


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_what_is_redundant_is_deleted_with_its_comma(before: str, after: str) -> None:
    """Mending leaves valid JSON, says no more and no less, and has an end."""
    assert mended(before, Kind.IDENTITY) == after


ACTIONS = st.lists(
    st.sampled_from(["s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "*", "s3:?etObject"]), min_size=1
)
RESOURCES = st.lists(
    st.sampled_from(["*", "arn:aws:s3:::a*", "arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::a?", "arn:aws:s3:*"]),
    min_size=1,
)
STATEMENTS = st.builds(
    dict,
    Effect=st.sampled_from(["Allow", "Deny"]),
    Action=ACTIONS,
    Resource=RESOURCES,
    Condition=st.sampled_from([{}, {"Bool": {}}, {"Bool": {"aws:SecureTransport": "true"}}]),
)
REQUESTS = [
    Request(
        Principal("arn:aws:iam::111122223333:user/u", "111122223333"), action, resource, {"aws:SecureTransport": tls}
    )
    for action in ("s3:GetObject", "s3:PutObject", "sns:Publish")
    for resource in ("arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::abc", "arn:aws:sns:us-east-1:1:a")
    for tls in ("true", "false")
]


@given(st.lists(STATEMENTS, min_size=1, max_size=4), st.sampled_from([None, 1]))
@settings(deadline=None)
def test_mending_does_not_change_what_a_document_means(statements: list[dict[str, object]], indent: int | None) -> None:
    """Whatever the rules delete as redundant, every request is decided as before."""
    before = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=indent)
    after = mended(before, Kind.IDENTITY)
    for request in REQUESTS:
        decisions = {
            evaluate(request, Policies(identity=(NamedPolicy("it", parse_policy(text)),))).allowed
            for text in (before, after)
        }
        assert len(decisions) == 1
