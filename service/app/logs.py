"""Logs: one event a line, with its ids, on the standard error; JSON where nobody is looking."""

import logging
import re
import sys

import structlog

_TOKEN = re.compile(r"(/(?:unsubscribe|view|hooks/websub)/|\b(?:bounce|leave)\+)[^\s\"'?#@>]+", re.IGNORECASE)


class WithoutTokens(logging.Filter):
    """Takes readers' tokens out of what is logged: who reads a log must not be able to act for a reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record goes on, its message without tokens."""
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def masked(text: str) -> str:
    """`text` with the tokens of its addresses replaced."""
    return _TOKEN.sub(r"\1[token]", text)


def set_up(level: int = logging.INFO) -> None:
    """Configure structlog, from `level` on, and the standard library's loggers for this process."""
    plain = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer()
            if plain
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(WithoutTokens())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
