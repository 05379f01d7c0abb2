"""The command line: Django's own dispatcher, with errors said in one line."""

import sys

from service.errors import DeskwireError


def run(arguments: list[str]) -> int:
    """Run the command in `arguments` (as sys.argv); the exit status."""
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(arguments)
    except DeskwireError as error:
        sys.stderr.write(f"deskwire: {error}\n")
        return 2
    return 0
