"""The recipients of a trial, and what the partner makes of them."""


def address(number: int) -> str:
    """Of the recipient with this number."""
    return f"reader{number:07}@reader.example"


def fate(who: str) -> str:
    """unknown, greylisted, or nothing, for an address: by its number."""
    number = who.partition("@")[0].removeprefix("reader")
    if number.endswith("0999"):
        return "unknown"
    return "greylisted" if number.endswith("0500") else ""
