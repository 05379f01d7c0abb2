"""The command line: Django's own dispatcher, with errors said in one line."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from service.errors import DeskwireError

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""


def run(arguments: list[str]) -> int:
    """Run the command in `arguments` (as sys.argv); the exit status."""
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(arguments)
    except (DeskwireError, ImproperlyConfigured) as error:
        return _failed(str(error))
    except DatabaseError as error:
        said = " ".join(str(error).split())
        return _failed(
            f"the database does not do its part: {said}; see that DATABASE_URL (by default DESKWIRE_VAR) is "
            "right, that there is room, and that 'deskwire migrate' was run"
        )
    except OSError as error:
        return _failed(f"{error}: see to that file or folder, its room and its rights, and say it again")
    except KeyboardInterrupt:
        _failed("interrupted; what was not done is done the next time")
        return INTERRUPTED
    return 0


def _failed(message: str) -> int:
    sys.stderr.write(f"deskwire: {message}\n")
    return 2
