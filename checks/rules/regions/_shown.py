"""The examples of this family are no documents: settings, resources and grants, as `mca regions` lists them."""

from __future__ import annotations

from typing import Final

SDK_GUIDE: Final = "AWS SDKs and Tools reference guide"
MEASURED: Final = "botocore 1.44, measured: the addresses of clients made under tables of settings"
SERVICE_GUIDE: Final = 'AWS Marketplace seller guide, "AWS Marketplace Commerce Analytics Service", troubleshooting'
