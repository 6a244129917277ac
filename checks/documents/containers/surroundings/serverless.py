"""The Serverless Framework's `serverless.yml`, whose resources are a CloudFormation template.

Serverless Framework, "AWS - IAM" and "Serverless.yml reference".
"""

from __future__ import annotations

from typing import Final

from checks.documents.containers.surroundings.cloudformation import surroundings as of_template
from checks.documents.containers.surroundings.setting import Setting, Surroundings, at, items, members
from checks.documents.containers.tree import Tree
from checks.documents.nodes import Node
from checks.documents.policy import Holder

_STATEMENTS: Final = (("provider", "iamRoleStatements"), ("provider", "iam", "role", "statements"))


def surroundings(tree: Tree) -> Surroundings:
    """The statements of the functions' roles, and what the template holds."""
    around = Surroundings()
    for part in (at(tree.root, "resources"), *items(at(tree.root, "resources"))):
        if part is not None:
            around.settings |= of_template(Tree(tree.passage, part, tree.dialect)).settings
    found: list[Node | None] = [at(tree.root, *path) for path in _STATEMENTS]
    found += [at(function, "iamRoleStatements") for _, function in members(at(tree.root, "functions"))]
    for statements in found:
        if statements is not None:
            around.put(statements, Setting(None, Holder.ROLE, bare=True))
    return around
