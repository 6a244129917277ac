"""Resource options that more than one component needs."""

from __future__ import annotations

import pulumi


def child(parent: pulumi.Resource) -> pulumi.ResourceOptions:
    """The options of an ordinary child; its provider is its parent's."""
    return pulumi.ResourceOptions(parent=parent)


def guarded(parent: pulumi.Resource) -> pulumi.ResourceOptions:
    """The options of a child that must outlive mistakes: protected, and kept in AWS if it leaves the stack.

    Both flags stand from the first update on, since the engine obeys those that it finds in its state.
    """
    return pulumi.ResourceOptions(parent=parent, protect=True, retain_on_delete=True)


def adopted(guard: pulumi.ResourceOptions, identifier: str) -> pulumi.ResourceOptions:
    """The options of something that exists and is not ours to change: imported as it is, and then left alone."""
    return pulumi.ResourceOptions.merge(guard, pulumi.ResourceOptions(import_=identifier, ignore_changes=["*"]))
