"""Entry point of the plugin's process: `python -m sandbox.provider ENGINE-ADDRESS`."""

from sandbox.provider.serve import main

if __name__ == "__main__":
    main()
