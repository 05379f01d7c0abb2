"""The exception tree. Whoever catches one of these asks a single question: is it worth trying again?

    DeskwireError
    ├── TryAgain               the world was in the way: a later attempt may succeed
    │   ├── Unreachable        a source, mail server or other peer did not answer properly
    │   ├── NotYet             a host was called a moment ago: others wait for their turn too
    │   ├── HeldBack           our own pace lets a mail go later; nobody was asked
    │   ├── NoNewsroom         no newsroom file was loaded yet
    │   └── Refused4xx         a mail server said "not now" (SMTP 4yz)
    ├── InDoubt                a mail was handed over whole and no answer came: only evidence can tell
    └── GiveUp                 the thing itself is wrong: trying again changes nothing
        ├── NewsroomFileError  the newsroom file, with the key to mend
        ├── SettingsError      an environment variable, with what it should hold
        ├── Gone               a source says that it is no more
        ├── Unreadable         a document or item that cannot be understood
        ├── Unsafe             a document, address or URL that must not be touched
        ├── NoSuchNotice       a correction, withdrawal, kill or reinstatement that would mean nothing
        ├── NoSuchRuling       an editor's word on an article that would mean nothing, or came too late
        ├── NoSuchMailing      no mailing has this key
        ├── BadAddress         a mail address that cannot be one
        ├── NotPublishable     a built feed or message that failed its gate
        ├── NotTaken           a partner's system will never take an article in this state as it is
        ├── NoSuchPartner      no partner outlet, or no destination or key of it, has this name
        ├── Refused5xx         a mail server said "never" (SMTP 5yz)
        └── NoRedis            no Redis server can be started here

The message of every one is a sentence for the operator: it names the file, key, source or item, and
says what to do.
"""


class DeskwireError(Exception):
    """Anything Deskwire itself raises."""


class TryAgain(DeskwireError):
    """The world was in the way; the same call may succeed later.

    `after` is the number of seconds the other side asked us to wait, or None.
    """

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Unreachable(TryAgain):
    """A peer did not answer, or answered that it cannot now."""


class NotYet(TryAgain):
    """A host may not be called for a while; nothing failed. `after` says how long, in seconds."""


class HeldBack(TryAgain):
    """Our own pace lets a mail go later. Nobody was asked, so it is no attempt and no refusal."""


class NoNewsroom(TryAgain):
    """The tables hold no newsroom: a newsroom file is to be loaded first."""


class Refused4xx(TryAgain):
    """An SMTP server answered 4yz (RFC 5321 section 4.2.1): a transient negative reply.

    `stage` is what it answered: mail, rcpt, data or body.
    """

    def __init__(self, message: str, stage: str = "") -> None:
        super().__init__(message)
        self.stage = stage


class InDoubt(DeskwireError):
    """A mail was handed over whole and no answer came (RFC 1047): it may or may not have been taken."""


class GiveUp(DeskwireError):
    """The thing itself is wrong; trying again changes nothing."""


class NewsroomFileError(GiveUp):
    """The newsroom file is missing, malformed or contradicts itself. `key` is the place to mend."""

    def __init__(self, file: str, key: str, what: str) -> None:
        super().__init__(f"{file}: {key}: {what}" if key else f"{file}: {what}")
        self.file, self.key, self.what = file, key, what


class SettingsError(GiveUp):
    """An environment variable holds something it cannot hold."""


class Gone(GiveUp):
    """A source says that it is no more, and will not be back."""


class Unreadable(GiveUp):
    """A document or one of its items cannot be understood."""


class Unsafe(GiveUp):
    """A document, address or URL that must not be touched."""


class NoSuchNotice(GiveUp):
    """A notice that an article does not bear as it stands: it says why."""


class NoSuchRuling(GiveUp):
    """An editor's word on an article that would mean nothing as it stands: it says why."""


class NoEdition(GiveUp):
    """A digest has no edition of the kind or on the date that was asked for."""


class NoSuchMailing(GiveUp):
    """No mailing in the ledger has this key."""


class BadAddress(GiveUp):
    """A mail address that cannot be one."""


class NotPublishable(GiveUp):
    """A built document failed its gate and stays unpublished; the last good one stays up."""


class NotTaken(GiveUp):
    """A partner's system will never take what was pushed to it; other pushes may fare better."""


class NoSuchPartner(GiveUp):
    """No partner outlet, or no destination or key of a partner, has this name."""


class Refused5xx(GiveUp):
    """An SMTP server answered 5yz (RFC 5321 section 4.2.1): a permanent negative reply.

    `stage` is what it answered: mail, rcpt, data or body.
    """

    def __init__(self, message: str, stage: str = "") -> None:
        super().__init__(message)
        self.stage = stage


class NoRedis(GiveUp):
    """No Redis server is given and none can be started."""
