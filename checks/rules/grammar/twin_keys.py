"""Two keys of one object that differ only in case."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.nodes import Array, Node, Object, walk
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the keys of every object; keys that are wholly alike are `duplicate-key`'s."""
    for path, node in walk(policy.node, policy.path) if _has_twins(policy) else ():
        if not isinstance(node, Object):
            continue
        seen: dict[str, tuple[str, int, int]] = {}
        for key, _ in node.members:
            twin, start, end = seen.setdefault(key.value.lower(), (key.value, key.start, key.end))
            if twin != key.value:
                yield Problem(
                    (policy.passage.span(key.start, key.end), (*path, key.value)),
                    f"The keys {shown(twin)} and {shown(key.value)} differ only in case.",
                    "Merge the two under one name.",
                    related=((policy.passage.span(start, end), "first here"),),
                )


def _has_twins(policy: Policy) -> bool:
    waiting: list[Node] = [policy.node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Object):
            if len({key.value.lower() for key, _ in node.members}) < len(node.members):
                return True
            waiting += [value for _, value in node.members]
        elif isinstance(node, Array):
            waiting += [item for item in node.items if isinstance(item, Object)]
    return False


RULE = Rule(
    code="MCA110",
    name="twin-keys",
    severity=Severity.ERROR,
    summary="Two keys of one object differ only in the case of their letters.",
    why=(
        "No element may stand twice, also not in another case. Names of condition keys are the same in every case, so"
        " twins among them are two conditions on one key; which of them counts is not documented."
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
      "Condition": {
        "IpAddress": {
          "aws:SourceIp": "203.0.113.0/24",
          ⟦"aws:sourceIP"⟧: "198.51.100.0/24"
        }
      }
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
      "Condition": {
        "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]}
      }
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language", policy grammar notes',
        'IAM user guide, "Access Analyzer policy check reference": Duplicate keys with different case',
    ),
    check=check,
)
