"""The Pulumi program: one seller's stack."""

import pulumi
import pulumi_aws as aws

from components.ownership import tags
from components.seller import SellerAccount, SellerAccountArgs
from components.settings import SETTING_TYPES, seller_settings
from policies.callers import SERVICE_REGION

stack = pulumi.get_stack()
config = pulumi.Config("mca")
settings = seller_settings(
    stack,
    {key: config.get_object(key) if is_object else config.get(key) for key, is_object in SETTING_TYPES.items()},
)
provider = aws.Provider("seller", region=SERVICE_REGION, allowed_account_ids=[settings.account_id])
account = SellerAccount(
    settings.seller,
    SellerAccountArgs(settings=settings, tags=tags(pulumi.get_project(), stack, settings.seller)),
    pulumi.ResourceOptions(providers=[provider]),
)
for name, value in account.outputs.items():
    pulumi.export(name, value)
