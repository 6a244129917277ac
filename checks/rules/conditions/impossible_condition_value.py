"""A value that the key never has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.nodes import Number, Text
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.conditions._entries import has_variable, tests
from checks.rules.rule import Context, Example, Problem, Rule


class _Form(NamedTuple):
    """The form of a key's values."""

    pattern: re.Pattern[str]
    words: str
    example: str


_ACCOUNT: Final = _Form(re.compile(r"\d{12}|anonymous"), "the twelve digits of an account", "111122223333")
_ORGANISATION: Final = _Form(re.compile(r"o-[a-z0-9]{10,32}"), "an organisation's id", "o-a1b2c3d4e5")
_PATH: Final = _Form(
    re.compile(r"o-[a-z0-9]+/(?:r-[a-z0-9]+/(?:ou-[a-z0-9-]+/)*)?"),
    "an organisation's path, which ends in a slash",
    "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",
)
_VPC: Final = _Form(re.compile(r"vpc-[0-9a-z]+"), "a VPC's id", "vpc-0a1b2c3d4e5f60718")
_ENDPOINT: Final = _Form(re.compile(r"vpce-[0-9a-z]+"), "a VPC endpoint's id", "vpce-0a1b2c3d4e5f60718")
_SERVICE: Final = _Form(re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"), "a service's principal name", "ec2.amazonaws.com")
_FORMS: Final = {
    "aws:calledvia": _SERVICE,
    "aws:calledviafirst": _SERVICE,
    "aws:calledvialast": _SERVICE,
    "aws:principalaccount": _ACCOUNT,
    "aws:principalarn": _Form(
        re.compile(r"arn:[^:]*:(?:iam:[^:]*:[^:]*:.*|sts:[^:]*:[^:]*:(?!assumed-role/).*)"),
        "the ARN of a user, a role, a federated user or an account's root",
        "arn:aws:iam::111122223333:role/reader",
    ),
    "aws:principalorgid": _ORGANISATION,
    "aws:principalorgpaths": _PATH,
    "aws:principalservicename": _SERVICE,
    "aws:principalservicenameslist": _SERVICE,
    "aws:principaltype": _Form(
        re.compile("Account|User|FederatedUser|AssumedRole|Anonymous|Service"),
        "a type of principal",
        "AssumedRole",
    ),
    "aws:requestedregion": _Form(
        re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}|aws-global"), "a region's code", "us-east-1"
    ),
    "aws:resourceaccount": _ACCOUNT,
    "aws:resourceorgid": _ORGANISATION,
    "aws:resourceorgpaths": _PATH,
    "aws:sourceaccount": _ACCOUNT,
    "aws:sourceorgid": _ORGANISATION,
    "aws:sourceorgpaths": _PATH,
    "aws:sourcevpc": _VPC,
    "aws:sourcevpce": _ENDPOINT,
    "aws:vpceaccount": _ACCOUNT,
    "aws:vpceorgid": _ORGANISATION,
    "aws:vpceorgpaths": _PATH,
    "iam:passedtoservice": _SERVICE,
    "kms:calleraccount": _ACCOUNT,
    "kms:viaservice": _Form(
        re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+){3,}"), "a service in a region", "s3.us-east-1.amazonaws.com"
    ),
    "s3:resourceaccount": _ACCOUNT,
    "s3:x-amz-server-side-encryption": _Form(
        re.compile("AES256|aws:kms|aws:kms:dsse|aws:fsx"), "a kind of encryption", "aws:kms"
    ),
}
"""By key, in lower case."""


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the values that are written out with the form."""
    for test in tests(policy):
        form = _FORMS.get(test.key)
        if form is None or test.operator.family not in {"String", "Arn"}:
            continue
        flags = test.operator.name.endswith("IgnoreCase")
        for value in test.entry.values:
            open_value = not isinstance(value.node, Text | Number) or has_variable(value.text) or _is_wild(value.text)
            if open_value or form.pattern.fullmatch(value.text) or (flags and _in_another_case(form, value.text)):
                continue
            effect = "always holds" if test.operator.negated else "never holds"
            if len(test.entry.values) > 1:
                effect = "is never met"
            sentence = f"{test.entry.key} is {form.words}, never {shown(value.text)}: the condition {effect}."
            yield Problem(value, sentence, f"Write it like {form.example}.")


def _is_wild(text: str) -> bool:
    """Whether a value is, or was meant as, a pattern; an operator that takes none is another rule's."""
    return "*" in text or "?" in text


def _in_another_case(form: _Form, text: str) -> bool:
    return (
        re.fullmatch(form.pattern, text.lower()) is not None
        or re.fullmatch(form.pattern.pattern, text, re.IGNORECASE) is not None
    )


RULE = Rule(
    code="MCA406",
    name="impossible-condition-value",
    severity=Severity.ERROR,
    summary="A value is not of the form that all values of its key have.",
    why=(
        "An account is a number of twelve digits, a region is written in small letters, an organisation begins with"
        " `o-`: a value of another form is never met. A positive condition never holds then, a negated one always"
        " does. `aws:PrincipalArn` is the ARN of the role, not of its session."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalAccount": ⟦"1111-2222-3333"⟧}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ArnEquals": {"aws:PrincipalArn": ⟦"arn:aws:sts::111122223333:assumed-role/reader/alice"⟧}}
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys"',
        'KMS developer guide, "kms:ViaService"',
        'S3 API reference, "PutObject": x-amz-server-side-encryption',
    ),
    check=check,
)
