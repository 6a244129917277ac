"""The linter's rules as a Pulumi policy pack: what the engine is about to deploy, judged before it does.

The pack speaks the engine's analyzer protocol (`pulumi/analyzer.proto`) on the messages that Pulumi's SDK ships.
Pulumi's policy SDK is not used: it takes the mark off secrets before a policy sees them.
"""
