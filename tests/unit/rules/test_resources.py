"""Rules about resources, by tables."""

from __future__ import annotations

import pytest
from judging import OPEN, family, findings, found, policy, severities

from checks.documents.policy import Kind
from checks.rules.rule import Expectations

ACCOUNT = "111122223333"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:acme"
EXPECTED = Expectations(ACCOUNT, ("acme-reports",), (TOPIC,), "daily")
NOTHING = Expectations()


def statement(
    resource: object, action: object = "s3:PutObject", effect: str = "Allow", **more: object
) -> dict[str, object]:
    """A statement on a resource."""
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


# The rule, what it finds fault with, and what it leaves alone, each as the resources of one allow of a role's policy.
OF_RESOURCES: list[tuple[str, list[str], list[str]]] = [
    (
        "malformed-arn",
        [
            "acme-reports",
            "s3://acme-reports/daily",
            "https://acme-reports.s3.amazonaws.com",
            "arn:aws:s3",
            "arn:aws:s3::acme",
            "arn:aws:s3::acme/*",
            "arn:aws::::x",
            "arn:AWS:s3:::x",
            "arn:aws:S3:::x",
            "arn:aws: s3:::x",
            "ARN:aws:s3:::x",
            "arn::s3:::x",
            "**",
            "arn*",
            "arn:aws:iam::11112222333:role/x",
            "arn:aws:iam::1111-2222-3333-:role/x y",
            "arn:aws:sns:us-east1:111122223333:x",
            "arn:aws:sns:us-east-1a:111122223333:x",
            "arn:aws:sns:us-east-1/:111122223333:x",
        ],
        [
            "*",
            OPEN,
            "",
            "arn:aws:s3*",
            "arn:*",
            "arn:*:s3:::x",
            "arn:aws:s3:::x y/z",
            "arn:aws:s3:::",
            "arn:aws:s3:::${aws:username}/*",
            "arn:aws:iam::aws:policy/x",
            "arn:aws:iam::1111*:role/x",
            "arn:aws:sns:us-*:*:x",
            "arn:aws:sns:<region>:<account>:x",
            "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:x",
            "arn:aws-eusc:sns:eusc-de-east-1:111122223333:x",
        ],
    ),
    (
        "lost-asterisk",
        [
            "arn:aws:iam:::role/",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:s3:::",
            "arn:aws:s3:::acme-reports/",
            "arn:aws:s3:::acme-reports/daily/",
            "arn:aws:logs:us-east-1:111122223333:log-group:",
        ],
        ["*", OPEN, "arn:aws:s3:::acme-reports/*", "arn:aws:s3:::acme-reports", "arn:aws:s3:::a/${aws:username}", "a/"],
    ),
    (
        "placeholder-in-value",
        [
            "arn:aws:s3:::<bucket>/*",
            "arn:aws:s3:::YOUR_BUCKET/*",
            "arn:aws:s3:::YOUR-S3-BUCKET",
            "arn:aws:s3:::{YOUR-S3-BUCKET}",
            "arn:aws:s3:::{{ bucket }}/*",
            "arn:aws:s3:::[your-bucket]",
            "arn:aws:s3:::${BucketName}/*",
            "arn:aws:s3:::${var.bucket}",
            "arn:aws:iam::${AWS::AccountId}:role/x",
            "arn:aws:iam::XXXXXXXXXXXX:role/x",
            "arn:aws:iam::ACCOUNT_ID:role/x",
            "arn:aws:sns:REGION:111122223333:x",
            "arn:aws:s3:::...",
            "arn:aws:s3:::…/*",
        ],
        [
            OPEN,
            "arn:aws:s3:::b/${aws:username}",
            "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}",
            "arn:aws:s3:::b/${*}",
            "arn:aws:s3:::b/${saml:sub}",
            "arn:aws:s3:::b/<",
            "arn:aws:s3:::yours",
            "arn:aws:execute-api:us-east-1:111122223333:a/*/GET/{proxy+}",
        ],
    ),
    (
        "wrong-partition",
        ["arn:asw:s3:::x", "arn:aws_cn:s3:::x"],
        ["*", OPEN, "arn:aws:s3:::x", "arn:*:s3:::x", "arn::s3:::x", "bucket"],
    ),
    (
        "variable-under-old-version",
        [],
        ["arn:aws:s3:::b/${aws:username}"],
    ),
    (
        "unknown-resource-variable",
        ["arn:aws:s3:::b/${aws:usrname}", "arn:aws:s3:::b/${aws:TagKeys}", "arn:aws:s3:::b/${s3:nonsense}"],
        [
            OPEN,
            "arn:aws:s3:::b/${aws:username}",
            "arn:aws:s3:::b/${AWS:UserName}",
            "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}",
            "arn:aws:s3:::b/${*}${?}${$}",
            "arn:aws:s3:::${BucketName}",
            "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}",
        ],
    ),
    (
        "misplaced-variable",
        [
            "arn:aws:sns:${aws:RequestedRegion}:111122223333:x",
            "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:x",
            "arn:${aws:x}:s3:::b",
            "arn:aws:s3:::b/${aws:username",
            "arn:aws:s3:::b/${aws:userid}/${aws:username",
        ],
        [
            OPEN,
            "arn:aws:s3:::b/${aws:username}/x",
            "arn:aws:sns:${Region}:111122223333:x",
            "arn:aws:s3:::b/}${aws:userid}",
        ],
    ),
    (
        "impossible-bucket-name",
        [
            "arn:aws:s3:::Acme-Reports/*",
            "arn:aws:s3:::acme_reports",
            "arn:aws:s3:::/acme-reports/*",
            "arn:aws:s3:::s3://acme-reports/*",
            "arn:aws:s3:::arn:aws:s3:::acme-reports",
            "arn:aws:s3:::ab",
            "arn:aws:s3:::amzn-s3-demo-bucket",
            "arn:aws:s3:::192.168.0.1",
        ],
        [
            "*",
            OPEN,
            "arn:aws:s3:::",
            "arn:aws:s3:::acme-reports/Any_Key",
            "arn:aws:s3:::Acme*",
            "arn:aws:s3:::${aws:username}",
            "arn:aws:s3:::<bucket>",
            "arn:aws:s3:us-east-1:111122223333:accesspoint/X_Y",
            "arn:aws:sns:us-east-1:111122223333:A_B",
        ],
    ),
    (
        "arn-part-missing",
        [
            "arn:aws:iam:::role/x",
            "arn:aws:iam:::role/",
            "arn:aws:sns:::x",
            "arn:aws:sns:us-east-1::x",
            "arn:aws:sns::111122223333:x",
            "arn:aws:kms:us-east-1::key/x",
        ],
        [
            "*",
            OPEN,
            "arn:aws:s3:::x",
            "arn:aws:sns:*",
            "arn:aws:sns:*:*:x",
            "arn:aws:iam::aws:policy/x",
            "arn:aws:ssm:us-east-1::document/AWS-RunShellScript",
            "arn:aws:ec2:us-east-1::image/ami-1",
            "arn:aws:nonsense:::x",
            "arn:aws:sns:::",
        ],
    ),
    (
        "arn-part-not-taken",
        [
            "arn:aws:s3:us-east-1::acme/*",
            "arn:aws:s3::111122223333:acme",
            "arn:aws:s3:us-east-1:111122223333:acme/*",
            "arn:aws:iam:us-east-1:111122223333:role/x",
            "arn:aws:route53:us-east-1:111122223333:hostedzone/Z1",
        ],
        [
            "*",
            OPEN,
            "arn:aws:s3:*:*:acme",
            "arn:aws:s3:us-east-1:111122223333:accesspoint/x",
            "arn:aws:iam::111122223333:role/x",
            "arn:aws:iam:us-east-1:111122223333:nonsense/x",
            "arn:aws:nonsense:us-east-1:111122223333:x",
            TOPIC,
        ],
    ),
    (
        "example-value",
        ["arn:aws:sns:us-east-1:123456789012:x", "arn:aws:s3:::my-bucket/*", "arn:aws:s3:::examplebucket"],
        ["*", OPEN, TOPIC, "arn:aws:s3:::my-bucket-of-reports", "arn:aws:sns:us-east-1:111122223333:my-bucket"],
    ),
    (
        "destination-anywhere",
        ["*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:aws:s3:::*/daily/*", "arn:aws:s3:*", "arn:*", "arn:*:s3:::*"],
        [OPEN, "arn:aws:s3:::acme-reports/*", "arn:aws:s3:::acme-*/x", TOPIC, "arn:aws:s3:us-east-1:1:accesspoint/*"],
    ),
    (
        "wildcard-in-destination",
        ["arn:aws:s3:::acme-*/x", "arn:aws:s3:::acme-reports*", "arn:aws:s3:::?cme/*", "arn:aws:s3:::*-reports/*"],
        ["*", OPEN, "arn:aws:s3:::acme-reports/*", "arn:aws:s3:::acme-reports/d*/x", "arn:aws:s3:::acme-reports/?"],
    ),
]


@pytest.mark.parametrize(
    ("rule", "bad", "good"), OF_RESOURCES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_each_rule_finds_in_resources(rule: str, bad: list[str], good: list[str]) -> None:
    """A rule points at each of its resources, alone or in a list, and leaves the others and open values alone."""
    assert found(rule, policy(statement([*bad, *good]), kind=Kind.ROLE)) == bad
    for resource in bad:
        assert found(rule, policy(statement(resource), kind=Kind.ROLE)) == [resource]
    for resource in good:
        assert found(rule, policy(statement(resource), kind=Kind.ROLE)) == []


@pytest.mark.parametrize(
    ("resource", "remedy"),
    [
        ("acme-reports", "Write arn:aws:s3:::acme-reports."),
        ("s3://acme/daily", "Write arn:aws:s3:::acme/daily."),
        ("arn:aws:s3::acme/*", "Write arn:aws:s3:::acme/*."),
        ("arn:aws:s3:acme", "Write arn:aws:s3:::acme."),
        ("https://acme.s3.eu-central-1.amazonaws.com/daily", "Write arn:aws:s3:::acme/daily."),
        ("https://s3.amazonaws.com/acme", "Write arn:aws:s3:::acme."),
        ("Everything", "Write the ARN, or * for every resource."),
    ],
)
def test_the_name_or_address_of_a_bucket_is_turned_into_its_arn(resource: str, remedy: str) -> None:
    """A plain name, an address, or an ARN that lacks a colon has the whole ARN as its remedy."""
    (finding,) = findings(policy(statement(resource), kind=Kind.IDENTITY), "malformed-arn")
    assert finding.remedy == remedy


REMEDIES = [
    ("arn-part-missing", "arn:aws:sns:::x", "Write arn:aws:sns:*:*:x, with * or with the region and account."),
    ("arn-part-missing", "arn:aws:iam:::role/x", "Write arn:aws:iam::*:role/x, with * or with the account."),
    ("arn-part-not-taken", "arn:aws:s3:us-east-1::acme/*", "Write arn:aws:s3:::acme/*."),
    ("unknown-resource-variable", "arn:aws:s3:::b/${aws:usrname}", "Write ${aws:username}."),
    ("lost-asterisk", "arn:aws:iam::1:role/", "Write arn:aws:iam::1:role/* for all below it, or name one."),
]


@pytest.mark.parametrize(("rule", "resource", "remedy"), REMEDIES)
def test_a_remedy_writes_the_arn_out(rule: str, resource: str, remedy: str) -> None:
    """Where it is known how the ARN is written, the remedy says it."""
    assert [one.remedy for one in findings(policy(statement(resource)), rule)] == [remedy]


SEVERITIES = [
    ("lost-asterisk", "arn:aws:iam::111122223333:role/", "error"),
    ("lost-asterisk", "arn:aws:s3:::acme/", "error"),
    ("lost-asterisk", "arn:aws:s3:::acme/daily/", "warning"),
    ("lost-asterisk", "arn:aws:logs:us-east-1:111122223333:log-group:", "warning"),
    ("arn-part-not-taken", "arn:aws:s3:us-east-1::acme", "error"),
    ("arn-part-not-taken", "arn:aws:route53:us-east-1:111122223333:hostedzone/Z1", "warning"),
    ("misplaced-variable", "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:x", "warning"),
    ("misplaced-variable", "arn:aws:s3:::b/${aws:userid", "error"),
    ("unknown-resource-variable", "arn:aws:s3:::b/${aws:usrname}", "error"),
    ("unknown-resource-variable", "arn:aws:s3:::b/${s3:whatever-it-may-be}", "warning"),
]


@pytest.mark.parametrize(("rule", "resource", "severity"), SEVERITIES)
def test_what_may_be_meant_is_no_error(rule: str, resource: str, severity: str) -> None:
    """What surely matches nothing is an error; what may yet be there, or be new, is a warning."""
    assert severities(rule, policy(statement(resource))) == [severity]


def test_what_is_not_resource_and_denied_is_looked_at_too() -> None:
    """A slip in NotResource, or in a denial, takes away what was meant as well."""
    slip = "arn:aws:s3:::acme/"
    left_out = {"Effect": "Deny", "Action": "s3:*", "NotResource": [slip]}
    assert found("lost-asterisk", policy(left_out, statement(slip, effect="Deny"))) == [slip, slip]


@pytest.mark.parametrize("version", ["2008-10-17", "2012-10-17"])
def test_variables_are_literal_in_the_old_version(version: str) -> None:
    """Under the old version each resource and condition value with a variable is pointed at, and no other."""
    tested = {"StringLike": {"s3:prefix": ["${aws:username}/*", "${*}", "${Prefix}", OPEN]}}
    judged = policy(
        statement(["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${Name}", "arn:aws:s3:::b"], Condition=tested),
        {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/${aws:userid}"},
        version=version,
    )
    literal = ["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${aws:userid}", "${aws:username}/*", "${*}"]
    assert found("variable-under-old-version", judged) == (literal if version < "2012" else [])
    assert bool(found("misplaced-variable", policy(statement("arn:aws:s3:::b/${aws:"), version=version))) is (
        version > "2012"
    )


def test_a_placeholder_is_found_in_principals_and_conditions() -> None:
    """Principals and condition values are pasted too; the service's external id is another rule's."""
    judged = policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::<account>:root", "${AccountId}"]},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "<id>", "aws:PrincipalTag/a": ["${b}", "{{c}}", "d"]}},
        },
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "<id>"}},
        },
    )
    assert found("placeholder-in-value", judged) == ["arn:aws:iam::<account>:root", "${AccountId}", "<id>", "{{c}}"]


@pytest.mark.parametrize(
    ("resource", "severity"),
    [("arn:aws:s3:::<bucket>", "error"), ("arn:aws:iam::ACCOUNT_ID:role/x", "error"), ("arn:aws:s3:::${b}", "warning")],
)
def test_what_a_template_may_fill_in_is_no_error(resource: str, severity: str) -> None:
    """A file with `${name}` in it may be a template; one with `<name>` is a guide's."""
    assert severities("placeholder-in-value", policy(statement(resource))) == [severity]


def test_the_serverless_framework_fills_its_variables_in() -> None:
    """Its variables look like IAM's, and are values that nobody knows yet: no rule about resources speaks of them."""
    open_texts = ["arn:aws:s3:::${self:custom.bucket}/", "${file(./x.yml):arn}", "arn:aws:iam:::${opt:stage}"]
    judged = policy(
        statement(open_texts, Condition={"StringLike": {"s3:prefix": ["${self:custom.prefix}"]}}),
        statement("*", "sts:AssumeRole", Principal={"AWS": "arn:aws:iam::${self:custom.account}:root"}),
        kind=Kind.ROLE,
        version="2012-10-17",
    )
    assert not [one for one in findings(judged, *family(3), *family(4), expected=EXPECTED) if "${" in one.sentence]


def test_a_variable_in_a_principal_names_nobody() -> None:
    """Principals take no variables; a template's placeholder is another rule's."""
    principals = {"AWS": ["arn:aws:iam::${aws:PrincipalAccount}:root", "${AccountId}", ACCOUNT]}
    judged = policy({"Effect": "Allow", "Principal": principals, "Action": "sts:AssumeRole"})
    assert found("misplaced-variable", judged) == ["arn:aws:iam::${aws:PrincipalAccount}:root"]


def test_an_example_account_is_found_among_principals() -> None:
    """The documentation's account is pasted into principals; who says that it is theirs has it."""
    principals = {"AWS": ["123456789012", "arn:aws:iam::123456789012:root", ACCOUNT]}
    judged = policy({"Effect": "Allow", "Principal": principals, "Action": "sts:AssumeRole"})
    assert found("example-value", judged) == principals["AWS"][:2]
    assert found("example-value", judged, Expectations("123456789012")) == []


OWN = {"StringEquals": {"aws:ResourceAccount": ACCOUNT}}
OWN_TOPICS = f"arn:aws:sns:us-east-1:{ACCOUNT}:*"
SENDING = [
    ([statement("*", "sns:Publish")], ["*"], []),
    ([statement("arn:aws:sns:us-east-1:*:acme", "sns:Pub*")], ["arn:aws:sns:us-east-1:*:acme"], []),
    ([statement("arn:aws:sns:*", "sns:*")], ["arn:aws:sns:*"], []),
    ([statement(OWN_TOPICS, "sns:Publish")], [], [OWN_TOPICS]),
    ([statement(f"arn:aws:sns:*:{ACCOUNT}:acme", "sns:Publish")], [], [f"arn:aws:sns:*:{ACCOUNT}:acme"]),
    ([statement("*", ["s3:PutObject", "sns:Publish"])], ["*"], []),
    ([statement("*", "*")], ["*"], []),
    ([statement("*", "s3:GetBucketLocation")], [], []),
    ([statement("arn:aws:s3:::*", "sns:Publish")], [], []),
    ([statement("*", effect="Deny")], [], []),
    ([statement("*", effect=OPEN)], [], []),
    ([statement("*", OPEN)], [], []),
    ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], ["*"], []),
    ([{"Effect": "Allow", "NotAction": ["s3:*", "sns:*"], "Resource": "*"}], [], []),
    ([{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::x/*"}], ["arn:aws:s3:::x/*"], []),
    # Conditions and denials keep reports at home.
    ([statement("*", Condition=OWN)], [], []),
    ([statement("*", Condition={"StringEquals": {"s3:ResourceAccount": ACCOUNT}})], [], []),
    ([statement("*", Condition={"Bool": {"aws:SecureTransport": "true"}})], ["*"], []),
    ([statement("*", Condition={"StringEquals": {"aws:ResourceAccount": OPEN}})], [], []),
    ([statement("arn:aws:s3:::acme-*", Condition=OWN)], [], []),
    ([statement(OWN_TOPICS, "sns:Publish", Condition=OWN)], [], [OWN_TOPICS]),
    (
        [
            statement("*"),
            {"Effect": "Deny", "Action": "s3:PutObject", "NotResource": "arn:aws:s3:::acme-reports/*"},
        ],
        [],
        [],
    ),
    (
        [
            statement("*"),
            statement("*", effect="Deny", Condition={"StringNotEquals": {"aws:ResourceAccount": ACCOUNT}}),
        ],
        [],
        [],
    ),
]


@pytest.mark.parametrize(("statements", "anywhere", "pattern"), SENDING)
def test_where_the_role_may_send(statements: list[dict[str, object]], anywhere: list[str], pattern: list[str]) -> None:
    """An allow of a sending action on what others may own is found, unless a condition or denial keeps it at home."""
    judged = policy(*statements, kind=Kind.ROLE)
    expected = Expectations(ACCOUNT)
    assert found("destination-anywhere", judged, expected) == anywhere
    assert found("wildcard-in-destination", judged, expected) == pattern


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ROLE])
def test_only_the_role_sends(kind: Kind) -> None:
    """Where others may put objects is not for these rules to say."""
    judged = policy(statement(["*", "arn:aws:s3:::acme-*"]), kind=kind)
    assert not found("destination-anywhere", judged)
    assert not found("wildcard-in-destination", judged)


@pytest.mark.parametrize(
    ("resource", "kind", "count"),
    [
        ("arn:aws:iam::444455556666:role/x", Kind.ROLE, 1),
        ("arn:aws:sns:us-east-1:444455556666:acme", Kind.ROLE, 1),
        ("arn:aws:sns:us-east-1:444455556666:acme", Kind.TOPIC, 1),
        ("arn:aws:sns:us-east-1:444455556666:acme", Kind.BOUNDARY, 0),
        (f"arn:aws:iam::{ACCOUNT}:role/x", Kind.ROLE, 0),
        ("arn:aws:iam::aws:policy/x", Kind.ROLE, 0),
        ("arn:aws:iam::*:role/x", Kind.ROLE, 0),
        ("arn:aws:s3:::x", Kind.ROLE, 0),
        (OPEN, Kind.ROLE, 0),
    ],
)
def test_a_foreign_account_is_one_that_is_not_the_sellers(resource: str, kind: Kind, count: int) -> None:
    """Accounts are compared with the one that was said, in what a statement grants."""
    assert len(found("foreign-account", policy(statement(resource), kind=kind), EXPECTED)) == count
    assert not found("foreign-account", policy(statement(resource), kind=kind))
    assert not found("foreign-account", policy(statement(resource, effect="Deny"), kind=Kind.ROLE), EXPECTED)


def test_a_role_reads_its_policy_in_one_account() -> None:
    """A role's policy that names IAM in two accounts cannot be right, whatever the account is."""
    roles = [f"arn:aws:iam::{account}:role/x" for account in (ACCOUNT, "444455556666", ACCOUNT)]
    judged = policy(statement(roles, "iam:GetRolePolicy"), kind=Kind.ROLE)
    (finding,) = findings(judged, "foreign-account")
    assert "444455556666" in finding.sentence
    assert finding.related
    assert not found("foreign-account", policy(statement(roles, "iam:GetRole"), kind=Kind.IDENTITY))


CHINESE = "arn:aws-cn:s3:::x"


@pytest.mark.parametrize(
    ("kind", "expected", "bad", "severity"),
    [
        (Kind.ROLE, NOTHING, ["arn:aws:s3:::x"], "warning"),
        (Kind.BUCKET, NOTHING, ["arn:aws:s3:::x"], "warning"),
        (Kind.IDENTITY, NOTHING, [], ""),
        (Kind.ROLE, Expectations(ACCOUNT), [CHINESE], "error"),
        (Kind.IDENTITY, Expectations(ACCOUNT), [CHINESE], "error"),
        (Kind.ROLE, Expectations(ACCOUNT, partition="aws-cn"), ["arn:aws:s3:::x"], "error"),
    ],
)
def test_a_partition_is_compared_with_what_is_known(
    kind: Kind, expected: Expectations, bad: list[str], severity: str
) -> None:
    """With the seller's where it was said, else with the other ARNs where only one account can be meant."""
    judged = policy(statement([CHINESE, "arn:aws:s3:::x", "arn:*:s3:::x", OPEN]), kind=kind)
    assert found("wrong-partition", judged, expected) == bad
    assert set(severities("wrong-partition", judged, expected)) == {severity} - {""}


OTHER = ["arn:aws:s3:::other", "arn:aws:s3:::oth*/x", "arn:aws:s3:::acme-reports/weekly/*", f"{TOPIC}2"]
SAME = ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-*", "arn:aws:s3:::acme-reports/*", "*", OPEN, TOPIC]
SAME += ["arn:aws:s3:::acme-reports/daily/*", "arn:aws:s3:::acme-reports/d*", f"arn:aws:sns:*:{ACCOUNT}:*"]
SAME += ["arn:aws:s3:::${aws:PrincipalTag/bucket}/*", f"arn:aws:iam::{ACCOUNT}:role/x"]


def test_a_destination_is_compared_with_the_expected_one() -> None:
    """A bucket, prefix or topic that cannot be the expected one is found, in what is granted and nowhere else."""
    assert found("other-destination", policy(statement([*OTHER, *SAME]), kind=Kind.ROLE), EXPECTED) == OTHER
    assert found("other-destination", policy(statement([*OTHER, *SAME]), kind=Kind.READER), EXPECTED) == OTHER
    assert not found("other-destination", policy(statement([*OTHER, *SAME]), kind=Kind.ROLE))
    assert not found("other-destination", policy(statement(OTHER), kind=Kind.IDENTITY), EXPECTED)
    assert not found("other-destination", policy(statement(OTHER, effect="Deny"), kind=Kind.ROLE), EXPECTED)
    spared = {"Effect": "Allow", "Action": "s3:PutObject", "NotResource": OTHER}
    assert not found("other-destination", policy(spared, kind=Kind.ROLE), EXPECTED)
    denied = statement(OTHER[:1], effect="Deny", Principal="*")
    assert found("other-destination", policy(denied, kind=Kind.BUCKET), EXPECTED) == OTHER[:1]


def test_no_rule_of_the_family_guesses() -> None:
    """Where a template leaves resources, effect and actions open, no rule about resources says anything."""
    judged = policy(statement([OPEN, f"arn:aws:s3:::{OPEN}/*", f"{OPEN}/"], [OPEN]), kind=Kind.ROLE)
    assert not findings(judged, *family(3), expected=EXPECTED)


@pytest.mark.parametrize(
    ("kind", "bad", "good"),
    [
        (
            Kind.BUCKET,
            ["*", "arn:aws:s3:::other/*", TOPIC, "arn:aws:s3:::other"],
            [
                "arn:aws:s3:::a/${x}",
                "arn:aws:s3:::a*",
                OPEN,
                "arn:*",
                "arn:aws:s3:us-east-1:1:accesspoint/x",
                "<bucket>",
            ],
        ),
        (Kind.TOPIC, [f"{TOPIC}2", "arn:aws:s3:::acme"], ["*", OPEN, f"arn:aws:sns:*:{ACCOUNT}:acme"]),
    ],
)
def test_a_policy_speaks_of_the_resource_that_it_is_attached_to(kind: Kind, bad: list[str], good: list[str]) -> None:
    """Of two buckets or topics the second one is found, and what is none; patterns and open values may be right."""
    own = {Kind.BUCKET: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"], Kind.TOPIC: [TOPIC]}[kind]
    for effect in ("Allow", "Deny"):
        judged = policy(statement([*own, *good, *bad], effect=effect, Principal="*"), kind=kind)
        assert found("resource-of-another", judged) == bad
    assert not found("resource-of-another", policy(statement([*own, *bad]), kind=Kind.IDENTITY))
