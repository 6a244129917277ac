"""One run of `mca regions`: what is looked at, and the report on it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from boto3 import Session
from botocore.exceptions import BotoCoreError, ProfileNotFound

from checks.documents.containers import read_source
from checks.documents.containers.choose import ENDINGS, ending_of
from checks.documents.containers.files import Found, walk
from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Finding, Report, Severity, Unread
from checks.regions.callers import candidate, may_call, scan
from checks.regions.client import Clients, judge_client
from checks.regions.config_files import FileSetting, read_file
from checks.regions.endpoints import resolve
from checks.regions.granted import judge_document, judge_limit
from checks.regions.places import listing
from checks.regions.settings import VARIABLES, Settings
from policies.callers import SERVICE_REGION
from policies.errors import AccountError

_FILES = (("AWS_CONFIG_FILE", "~/.aws/config"), ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))


class Checking:
    """Gathers what is found, and the texts that it stands in."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._sources: dict[str, Source] = {}
        self._unread: list[Unread] = []
        self._documents = 0

    def client(self, profile: str | None, environ: Mapping[str, str]) -> None:
        """Check where clients call under a profile and the environment.

        Raises:
            AccountError: There is no such profile, or the AWS configuration cannot be read.
        """
        files = _settings(environ)
        try:
            session = Session(profile_name=profile)
        except ProfileNotFound as error:
            remedy = "see `aws configure list-profiles`, or leave --profile out"
            raise AccountError(f"The AWS profile does not exist: {error}", remedy=remedy) from error
        except BotoCoreError as error:
            raise AccountError(f"The AWS configuration is broken: {error}", remedy="mend ~/.aws/config") from error
        settings = Settings(environ, files, profile)
        findings = judge_client(settings, Clients(resolve(session), resolve(session, SERVICE_REGION)))
        nowhere = listing(f"profile {settings.profile}", ["(no such setting)"])[0].source
        variables = [f"{name}={environ[name]}" for name in VARIABLES if name in environ]
        listed = [place.source for place in listing("environment", variables)[:1]]
        known = {source.name: source for source in (nowhere, *listed, *(one.place.source for one in files))}
        self._add(findings, known)

    def paths(self, paths: Iterable[str]) -> None:
        """Check what programs, schedules and documents say; a path that is not there is said."""
        for path in paths:
            if not os.path.lexists(path):
                self._unread.append(Unread(path, "There is no such file or folder.", named=True))
                continue
            for item in walk([path], wanted=_is_wanted):
                if isinstance(item, Found):
                    self._text(item.source)
                else:
                    self._unread.append(Unread(item.name, item.sentence, named=not Path(path).is_dir()))

    def limits(self, paths: Iterable[str], *, scp: bool) -> None:
        """Check boundaries or service control policies that stand in files."""
        for path in paths:
            item = next(iter(walk([path])))
            if not isinstance(item, Found):
                self._unread.append(Unread(item.name, item.sentence, named=True))
                continue
            policies = read_source(item.source, Kind.BOUNDARY).policies
            if not policies:
                self._unread.append(Unread(path, "It holds no policy document that can be read.", named=True))
            for policy in policies:
                self._add(judge_limit(policy, scp=scp), {item.source.name: item.source})

    def _text(self, source: Source) -> None:
        findings = scan(source) if candidate(source.text) else ()
        policies = read_source(source, named=False).policies
        grants = tuple(finding for policy in policies for finding in judge_document(policy))
        self._add((*findings, *grants), {source.name: source})

    def _add(self, findings: Iterable[Finding], sources: Mapping[str, Source]) -> None:
        for finding in findings:
            self._findings.append(finding)
            self._sources[finding.source] = sources[finding.source]
        self._documents += 1

    def report(self, fail_on: Severity) -> Report:
        """All that was found."""
        return Report(
            tuple(self._findings),
            self._sources,
            self._documents,
            tuple(self._unread),
            fail_on=fail_on,
            files=self._documents,
        )


def _is_wanted(path: Path) -> bool:
    """Whether a file of a folder may hold a call or a policy, by its name."""
    return may_call(path) or ending_of(path.name) in ENDINGS


def _settings(environ: Mapping[str, str]) -> tuple[FileSetting, ...]:
    """The settings of the shared files, as far as there are such files.

    Raises:
        AccountError: A file cannot be read.
    """
    found: list[FileSetting] = []
    for variable, default in _FILES:
        path = Path(environ.get(variable, default)).expanduser()
        try:
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise AccountError(f"An AWS file cannot be read: {error}", where=str(path), remedy="mend it") from error
        found += read_file(str(path), text, credentials="CREDENTIALS" in variable)
    return tuple(found)
