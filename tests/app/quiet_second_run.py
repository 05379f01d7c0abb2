"""Run the demo's line again: nothing changed, so nothing may be written and nobody written to."""

import json
import subprocess
import sys


def main() -> None:
    """Exit with 1 and a sentence if the second run did anything."""
    command = [sys.executable, "-m", "service", "once", "--newsroom", "demo/newsroom.toml", "--json"]
    summary = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    wrote = {
        "new articles": summary["articles"]["new"] + summary["articles"]["updated"],
        "feeds": summary["feeds"]["written"],
        "partners' feeds": summary["partners"]["written"],
        "mails": summary["mailings"]["recipients"],
    }
    done = {name: count for name, count in wrote.items() if count}
    sys.stdout.write(
        f"the second run wrote {done or 'nothing'}; {summary['articles']['pulled']} articles seen\n"
    )
    sys.exit(1 if done or not summary["articles"]["pulled"] else 0)


if __name__ == "__main__":
    main()
