"""What the surroundings of policies say of them: one file for each kind of file that holds policies in known places."""

from __future__ import annotations

from checks.documents.containers.surroundings.setting import IGNORED, Setting, Surroundings
from checks.documents.containers.tree import Tree
from checks.documents.nodes import Object

__all__ = ["IGNORED", "Setting", "Surroundings", "surroundings_of"]


def surroundings_of(tree: Tree) -> Surroundings:
    """What is known of the places in a tree, by what kind of file it is."""
    # One of these is needed, and none for a policy alone.
    # ruff: noqa: PLC0415
    if not isinstance(tree.root, Object):
        return Surroundings()
    keys = {member.key.value for member in tree.root.members}
    if "Resources" in keys:
        from checks.documents.containers.surroundings.cloudformation import surroundings
    elif keys & {"planned_values", "terraform_version"}:
        from checks.documents.containers.surroundings.terraform import deployed as surroundings
    elif keys & {"resource", "data"}:
        from checks.documents.containers.surroundings.terraform import configured as surroundings
    elif keys & {"deployment", "checkpoint", "steps"} or {"runtime", "resources"} <= keys:
        from checks.documents.containers.surroundings.pulumi import surroundings
    elif {"service", "provider"} <= keys:
        from checks.documents.containers.surroundings.serverless import surroundings
    else:
        from checks.documents.containers.surroundings.aws_cli import surroundings
    return surroundings(tree)
