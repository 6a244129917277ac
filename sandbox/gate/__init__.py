"""Authorisation in front of moto: who calls, what it needs, and whether the live policies allow it.

moto's own access control is not used: it ignores `sts:ExternalId` and does not look at resources of Amazon SNS, so it
refuses a right role and accepts a wrong one.

Condition keys that the gate fills: `aws:RequestedRegion`, `aws:SecureTransport` (always true: the sandbox's HTTP stands
for HTTPS), `aws:SourceIp`, `aws:CurrentTime`, `aws:EpochTime`, `aws:ViaAWSService`, `aws:CalledVia`,
`aws:RequestTag/…`, `aws:TagKeys`, the principal's keys, and the services' own keys on the delivery path. Resource tags
are not filled. `aws:SourceOwner` is left out for callers that are not services, so that the default topic policy grants
them nothing by itself [inferred from the refusals that same-account roles without `sns:Publish` meet on AWS].
"""
