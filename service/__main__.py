"""`deskwire`, also `python -m service`: the command line."""

import os
import sys


def main() -> None:
    """Run the command named on the command line: Deskwire's own, or any of Django's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")
    from service.app.commandline import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
