"""Every policy prints as stable JSON that reads back as the same document."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import (
    account_ids,
    bucket_names,
    destination_lists,
    external_ids,
    partitions,
    read_back,
    regions,
    topic_names,
)

from policies.arns import TopicArn
from policies.bucket import bucket_policy
from policies.callers import caller_policy, reader_policy
from policies.document import PolicyDocument
from policies.enrolment import enrolment_policy
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

BUILDERS: st.SearchStrategy[Callable[[], PolicyDocument]] = st.one_of(
    st.builds(
        lambda places, account: lambda: role_policy(*places, account_id=account), destination_lists(), account_ids
    ),
    st.builds(lambda places: lambda: reader_policy(*places), destination_lists()),
    st.builds(lambda found, part: lambda: trust_policy(found, partition=part), external_ids, partitions),
    st.builds(lambda name, part: lambda: bucket_policy(name, partition=part), bucket_names, partitions),
    st.builds(
        lambda part, region, account, name: lambda: topic_policy(str(TopicArn(part, region, account, name))),
        partitions,
        regions,
        account_ids,
        topic_names,
    ),
    st.builds(lambda account, part: lambda: key_policy(account, partition=part), account_ids, partitions),
    st.sampled_from([caller_policy, enrolment_policy]),
)


@given(BUILDERS)
@settings(deadline=None, max_examples=150)
def test_the_same_arguments_give_the_same_bytes(build: Callable[[], PolicyDocument]) -> None:
    """A second call prints the same text, so that a second update has nothing to change."""
    assert build().to_json().encode() == build().to_json().encode()


@given(BUILDERS)
@settings(deadline=None, max_examples=150)
def test_the_json_reads_back_as_the_same_document(build: Callable[[], PolicyDocument]) -> None:
    """What is printed means what was built: the strict reader gets an equal document."""
    assert read_back(build()) == build()


@given(BUILDERS)
@settings(deadline=None, max_examples=150)
def test_documents_keep_the_grammar(build: Callable[[], PolicyDocument]) -> None:
    """Each has the current version, unique Sids of letters and digits, and no list with one member."""
    document = build()
    assert document.version == "2012-10-17"
    sids = [statement.sid for statement in document.statements]
    assert len(set(sids)) == len(sids)
    assert all(sid is not None and sid.isalnum() and sid.isascii() for sid in sids)

    def lists(value: object) -> list[list[object]]:
        if isinstance(value, dict):
            return [found for item in value.values() for found in lists(item)]
        return [value] if isinstance(value, list) else []

    for statement in json.loads(document.to_json())["Statement"]:
        assert all(len(found) > 1 and len(set(map(str, found))) == len(found) for found in lists(statement))
