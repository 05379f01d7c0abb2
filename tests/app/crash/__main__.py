"""`python -m tests.app.crash`: play it on SQLite and on PostgreSQL, print the tables."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.app.crash.play import play
from tests.app.crash.tale import table


def main() -> None:
    """Play, print, and exit with 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=104, help="of workers and their processes")
    parser.add_argument("--around", type=int, default=4, help="of Redis, the beat, the database, each")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rate", type=float, default=0.001, help="the partner's wrong turns of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder to play in, kept with its logs")
    options = parser.parse_args()
    faults = []
    for name in ("sqlite", "postgresql"):
        if options.database in (name, "both"):
            with tempfile.TemporaryDirectory(prefix="deskwire-crash-") as fresh:
                folder = options.keep / name if options.keep else Path(fresh)
                folder.mkdir(parents=True, exist_ok=True)
                tale = play(
                    folder, options.recipients, options.kills, options.around, name == "postgresql",
                    options.seed, options.rate,
                )  # fmt: skip
            sys.stdout.write(f"{table(tale)}\n\n")
            sys.stdout.flush()
            faults += tale.faults
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
