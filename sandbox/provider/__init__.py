"""`pulumi-resource-aws` for machines that cannot download it: a stand-in behind the real `pulumi_aws` 7 classes.

The Pulumi engine finds `bin/pulumi-resource-aws` on PATH, or where a project's `plugins.providers` entry points (the
folder `sandbox/provider/bin`), and speaks the resource provider protocol with it. Each operation becomes boto3 calls:
credentials, profile and endpoint come from the environment as for any AWS tool (`AWS_PROFILE`, `AWS_ENDPOINT_URL`, …).

It **fails closed**: an input property, nested property, provider argument or function that it does not apply is an
error that names it; nothing is accepted and ignored.

What it reproduces of pulumi-aws 7: property names, defaults, which properties replace, auto-naming (a random suffix),
`region` per resource (the provider's region if absent), `tags` and `tagsAll` with the provider's `defaultTags`,
JSON documents compared by meaning, import identifiers (with the optional `@region` suffix), delete-before-replace for
resources with a name given by hand, a resource that is gone leaving the state on refresh, and state kept for a
resource whose creation failed half way.

What it does **not** reproduce:

* Any resource type that is not in `sandbox.provider.registry`; the deprecated inline sub-blocks of `s3.Bucket`;
  `namePrefix`; FIFO topics and queues; object lock; `timeouts`; `Role.inlinePolicies` and `Role.managedPolicyArns`
  (which are not even read: a refresh does not see a policy that somebody added to a role).
* Waiting for eventual consistency, and the retries that pulumi-aws makes for it (`MalformedPolicyDocument` while a new
  principal spreads, `OperationAborted`): the sandbox is consistent at once.
* State upgrades. A stack made with the stand-in should not be continued with pulumi-aws on an AWS account: attachment
  identifiers are `role/policy-arn` here, a random string there.
* Outputs that nobody here reads: a bucket's `hostedZoneId` and website fields, a topic's computed `policy`, a
  lifecycle configuration's `transitionDefaultMinimumObjectSize`.
* The schema and mapping calls of the protocol (`pulumi package get-schema aws`, `pulumi convert`), and log output.
"""

VERSION = "7.51.1"
"""The release of pulumi-aws whose SDK the property names and defaults were read from."""
