"""The rules, one a file; a file's name is the rule's. `registry` lists them, `rule` says what one is."""
