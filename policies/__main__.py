"""The policy pack: the linter's rules for `pulumi up --policy-pack policies`.

It is an entry point, and the one file of this package that looks up: the engine wants a pack's program beside its
`PulumiPolicy.yaml`, and the rules judge with what the other files here return.
"""

from checks.policy_pack.serve import main

if __name__ == "__main__":
    main()
