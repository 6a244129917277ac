"""How long a proof takes, against z3 and cvc5 on the same questions in the same run.

Four kinds of questions: the role's policy within the reference, pairs of medium size, the same with their statements
split so that none stands in another by the letter, and pairs of managed-policy size (about 6 KB). The last table
doubles the size of a question. Each question is asked cold: what is kept between questions is thrown away before each.
Run it with `make bench`; `MCA_SEED` chooses other documents.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))

from solver_encoding import decided

from checks.documents.model import Condition, Effect, PolicyDocument, Statement
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Verdict, within
from policies.destination import Destination
from policies.role import role_policy

SEED = int(os.environ.get("MCA_SEED", "20261125"))
LIMIT_MS = 5_000
SERVICES = {
    "s3": [
        "GetObject",
        "PutObject",
        "ListBucket",
        "DeleteObject",
        "GetBucketLocation",
        "PutBucketPolicy",
        "GetObjectAcl",
    ],
    "sns": ["Publish", "Subscribe", "GetTopicAttributes", "SetTopicAttributes", "ListTopics"],
    "sqs": ["SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueUrl"],
    "iam": ["GetRole", "GetRolePolicy", "PassRole", "PutRolePolicy", "ListRoles"],
    "kms": ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey"],
}
Pair = tuple[NamedPolicy, NamedPolicy]
Ask = Callable[[NamedPolicy, NamedPolicy], object]


def main() -> None:
    """Measure and print."""
    chance = random.Random(SEED)  # noqa: S311  # documents, no secrets
    place = Destination("acme-reports", "arn:aws:sns:us-east-1:111122223333:acme")
    role = NamedPolicy("role", role_policy(place, account_id="111122223333"))
    medium = [pair(chance, 4, 6) for _ in range(100)]
    questions = {
        "the role within its reference": [(role, role)],
        "100 medium pairs": medium,
        "the same, split": [(split(first, Effect.DENY), split(second, Effect.ALLOW)) for first, second in medium],
        "10 large pairs (6 KB)": [pair(chance, 14, 18) for _ in range(10)],
    }
    table = Table(title=f"Inclusion, milliseconds of processor time a question (seed {SEED})")
    for title in ("questions", "by", "decided", "median", "p99", "worst", "median ÷ ours"):
        table.add_column(title, justify="left" if title in {"questions", "by"} else "right")
    for name, asked in questions.items():
        ours = 0.0
        for by, ask in (("mca", mine), ("z3", solver("z3")), ("cvc5", solver("cvc5.pythonic"))):
            times, answers = measured(ask, asked)
            middle = statistics.median(times)
            ours = ours or middle
            known = sum(answer not in {None, Verdict.UNKNOWN} for answer in answers)
            high = sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
            row = (f"{known}/{len(asked)}", f"{middle:.2f}", f"{high:.2f}", f"{max(times):.2f}", f"{middle / ours:.1f}")
            table.add_row(name if by == "mca" else "", by, *row)
    Console().print(table)
    Console().print(growth())


def mine(first: NamedPolicy, second: NamedPolicy) -> Verdict:
    """Our answer."""
    return within(first, second).verdict


def forget() -> None:
    """Throw away all that the proof and the evaluator keep between questions."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("checks.proof."):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def solver(name: str) -> Ask:
    """A solver's answer, its formula's making included."""
    ask = decided(import_module(name), LIMIT_MS)
    return lambda first, second: ask(first.document, second.document)


def measured(ask: Ask, asked: Sequence[Pair]) -> tuple[list[float], list[object]]:
    """Milliseconds and answers."""
    times, answers = [], []
    ask(*asked[0])  # what is loaded once is not the question's
    for one in asked:
        forget()
        begun = time.process_time()
        answers.append(ask(*one))
        times.append((time.process_time() - begun) * 1_000)
    return times, answers


def pair(chance: random.Random, statements: int, actions: int) -> Pair:
    """Two documents; the second is the first one widened, narrowed or mixed with another, so that answers differ."""
    first = document(chance, statements, actions)
    other = document(chance, statements, actions)
    kept = [item for item in first.statements if chance.random() < 0.9]  # a share
    second = chance.choice([(*first.statements, *other.statements), (*kept, *other.statements[:1]), first.statements])
    return NamedPolicy("A", first), NamedPolicy("B", PolicyDocument("2012-10-17", tuple(second)))


def split(policy: NamedPolicy, effect: Effect) -> NamedPolicy:
    """The policy with each statement of an effect in two, by its resources."""
    statements: list[Statement] = []
    for item in policy.document.statements:
        if item.effect is effect and len(item.resources) > 1:
            statements += [
                replace(item, resources=item.resources[:1]),
                replace(item, resources=item.resources[1:]),
            ]
        else:
            statements.append(item)
    return replace(policy, document=replace(policy.document, statements=tuple(statements)))


def document(chance: random.Random, statements: int, actions: int) -> PolicyDocument:
    """A document with wildcards, complements, denies and conditions on texts."""
    return PolicyDocument("2012-10-17", tuple(statement(chance, actions) for _ in range(statements)))


def statement(chance: random.Random, actions: int) -> Statement:
    """One statement."""
    named = {f"{service}:{name}" for service, names in SERVICES.items() for name in names}
    some = chance.sample(sorted(named), min(actions, len(named)))
    some = [action[: len(action) - chance.randint(3, 5)] + "*" if chance.random() < 0.2 else action for action in some]
    resources = [
        chance.choice(
            [
                f"arn:aws:s3:::bucket-{chance.randint(0, 30)}",
                f"arn:aws:s3:::bucket-{chance.randint(0, 30)}/*",
                f"arn:aws:s3:::bucket-{chance.randint(0, 3)}*",
                f"arn:aws:sns:us-east-1:111122223333:topic-{chance.randint(0, 30)}",
                f"arn:aws:iam::111122223333:role/role-{chance.randint(0, 30)}",
            ]
        )
        for _ in range(max(1, actions // 2))
    ]
    held = [
        Condition("StringEquals", "aws:RequestedRegion", ("us-east-1",)),
        Condition("StringNotLike", "aws:RequestedRegion", ("us-*", "eu-*")),
        Condition("StringLikeIfExists", "aws:UserAgent", ("aws-*",)),
    ]
    return Statement(
        chance.choice([Effect.ALLOW, Effect.ALLOW, Effect.ALLOW, Effect.DENY]),
        actions=tuple(some),
        actions_negated=chance.random() < 0.05,
        resources=tuple(resources),
        conditions=(chance.choice(held),) if chance.random() < 0.3 else (),
    )


def growth() -> Table:
    """The cost as a question doubles in size."""
    table = Table(title="The same question, doubled: a policy within itself and another")
    for title in ("statements", "characters", "milliseconds", "÷ the one before"):
        table.add_column(title, justify="right")
    before = 0.0
    for statements in (2, 4, 8, 16, 32, 64):
        chance = random.Random(SEED)  # noqa: S311  # documents, no secrets
        first, other = document(chance, statements, 8), document(chance, statements, 8)
        asked = (
            NamedPolicy("A", first),
            NamedPolicy("B", PolicyDocument("2012-10-17", (*first.statements, *other.statements))),
        )
        times, _ = measured(mine, [asked] * 3)
        ratio = f"{min(times) / before:.1f}" if before else ""
        before = min(times)
        table.add_row(str(statements), str(len(first.to_json())), f"{before:.2f}", ratio)
    return table


if __name__ == "__main__":
    main()
