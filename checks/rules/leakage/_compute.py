"""What runs with a role that is handed to it: the services, and the actions that start it."""

from __future__ import annotations

from typing import Final

from checks.rules.leakage._powers import OTHERS_ROLE, Powers

RUNNERS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "ec2.amazonaws.com": (
        ("ec2:RunInstances",),
        ("autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"),
        ("elasticmapreduce:RunJobFlow",),
    ),
    "lambda.amazonaws.com": (("lambda:CreateFunction",),),
    "cloudformation.amazonaws.com": (("cloudformation:CreateStack",), ("cloudformation:CreateStackSet",)),
    "glue.amazonaws.com": (("glue:CreateJob",), ("glue:CreateDevEndpoint",), ("glue:CreateSession",)),
    "datapipeline.amazonaws.com": (("datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),),
    "sagemaker.amazonaws.com": (
        ("sagemaker:CreateNotebookInstance",),
        ("sagemaker:CreateTrainingJob",),
        ("sagemaker:CreateProcessingJob",),
    ),
    "ecs-tasks.amazonaws.com": (
        ("ecs:RegisterTaskDefinition", "ecs:RunTask"),
        ("batch:RegisterJobDefinition", "batch:SubmitJob"),
    ),
    "codebuild.amazonaws.com": (("codebuild:CreateProject", "codebuild:StartBuild"),),
    "states.amazonaws.com": (("states:CreateStateMachine", "states:StartExecution"),),
    "tasks.apprunner.amazonaws.com": (("apprunner:CreateService",),),
    "ssm.amazonaws.com": (("ssm:StartAutomationExecution",),),
    "scheduler.amazonaws.com": (("scheduler:CreateSchedule",),),
    "bedrock-agentcore.amazonaws.com": (("bedrock-agentcore:CreateCodeInterpreter",),),
}
"""For each service that a role is passed to, the actions with which code of one's own then runs under it."""
PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  # an action, not a password


def runnable(powers: Powers) -> tuple[str, ...]:
    """The actions that, with a role that the holder may pass, run its code under any role that trusts the service."""
    if not powers.names(PASS_ROLE):
        return ()
    return tuple(
        " with ".join(actions)
        for service, ways in RUNNERS.items()
        for actions in ways
        if all(map(powers.names, actions))
        and powers.permitting(PASS_ROLE, OTHERS_ROLE, {"iam:PassedToService": service})
    )
