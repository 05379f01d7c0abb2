"""The phrases that mail servers use, by what they mean; the first that stands in a reply decides.

The order is part of the table. What a server says of our host, our name or our rate comes first, because such
replies often name the recipient as well ("<a@b>: recipient address rejected: reverse DNS validation failed");
what is said of the mailbox comes before what is said of rules in general. Phrases are the servers' own,
known from their documentation and from mails; \\b and .{0,n} allow for what stands between the words.
"""

import re

from service.feedback.reading.report import Reason

PHRASES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (
        Reason.THROTTLED,
        (
            r"frequency limited",
            r"rate.?limit",
            r"\bthrottl",
            r"too many (connections|recipients|messages|mails|e-?mails|errors)",
            r"(relay|sending|daily|hourly).{0,20}(quota|limit)",
            r"unexpected volume",
            r"grey.?list",
            r"try again later.{0,40}ofr00\d|please try later",
            r"unusual (rate|traffic|volume)",
            r"slow down",
            r"exceeded the (maximum|allowed) (number|rate)",
            r"receiving mail (at a rate|too quickly)",
            r"mail flood",
            r"temporarily deferred",
        ),
    ),
    (
        Reason.AUTHENTICATION,
        (
            r"\b(spf|dmarc|dkim)\b(?!-signature)",
            r"sender id\b.{0,30}(fail|pra)",
            r"reverse dns|\brdns\b|\bptr\b|dns ptr",
            r"unauthenticated (sender|mail|e-?mail)|sender is unauthenticated|authentication (checks?"
            r"|information)",
            r"unverif\w+ sending",
            r"domain of sender|send(er|ing) domain|sender'?s domain",
            r"sender address rejected.{0,40}(domain|not found)|(?<!recipient )5\.1\.[78] .{0,30}sender",
            r"my name was rejected|helo.{0,40}(rejected|invalid|not found|does not resolve)",
            r"sender verif(y|ication) failed|cannot verify.{0,20}sender",
            r"domain (name )?.{0,40}does not resolve.{0,20}sender",
        ),
    ),
    (
        Reason.POLICY,
        (
            r"block(ed)? (using|by|list)|blocked for|black.?list|\bdns[bw]l\b|\brbl\b|spamhaus|sorbs"
            r"|barracuda",
            r"banned sending ip|ip (address )?.{0,40}(blocked|reputation|listed)",
            r"client host rejected|client (ip )?address rejected",
            r"too many unwanted messages|poor reputation|reputation",
            r"no relay|relay(ing)? (access )?(denied|prohibited|not (allowed|permitted))|unable to relay",
            r"recipient preferences",
            r"(denied|rejected|accepted).{0,20}(by|for|to) .{0,20}polic(y|ies)|policy violation",
            r"authentication required|not authori[sz]ed to send|delivery to this address is restricted",
        ),
    ),
    (
        Reason.FULL,
        (
            r"(mail ?box|mail ?folder|inbox|account|user|maildir|storage).{0,30}(is |are )?(over ?)?(full"
            r"|quota|exceed)",
            r"over ?quota|quota (is )?(exceeded|full)|exceeded.{0,30}(quota|storage)|disk quota",
            r"(not enough|insufficient).{0,20}(disk|storage) ?space|out of storage",
            r"boite.{0,20}pleine|boîte.{0,20}pleine|postfach.{0,20}voll|buz[oó]n.{0,20}lleno",
            r"ящик.{0,20}(переполнен|полон)|жәшік.{0,20}тол|邮箱(已|空间)?.{0,4}满|容量.{0,8}(超|いっぱい)|ممتلئ",
        ),
    ),
    (
        Reason.INACTIVE,
        (
            r"(account|mail ?box|user|recipient|address|alias)\b.{0,40}(disabled|inactive|suspended"
            r"|locked|deactivated"
            r"|expired|blocked|not active|dormant|frozen|terminated|closed|discontinued)",
            r"(disabled|inactive|suspended|locked|deactivated|dormant) (recipient|account|mail ?box|user"
            r"|address)",
            r"compte.{0,30}(bloqu|d[eé]sactiv|suspendu)|konto.{0,30}(gesperrt|deaktiviert)",
            r"ящик.{0,20}(заблокирован|отключ)|帐号.{0,10}(停用|冻结)|账号.{0,10}(停用|冻结)|休止",
        ),
    ),
    (
        Reason.CONTENT,
        (
            r"(message|mail|e-?mail|content|body|attachment|header).{0,40}(spam|unsolicited|virus|malware"
            r"|phish)",
            r"(scored|classified|detected|flagged|considered|identified|looks?) (as "
            r"|like )?(being )?(spam|unsolicited)",
            r"\bube\b|unsolicited bulk|- spam\b|reject.{0,30}\bspam\b|high probability of spam",
            r"(message|mail)?.{0,5}content (was )?(rejected|not accepted|denied)",
            r"headers? (error|too large|invalid|line)|duplicate header|invalid header|multiple from",
            r"(message|mail).{0,20}(too (big|large|long)|size|exceeds)|line too long",
            r"virus|malware|bare <?(cr|lf)>?",
        ),
    ),
    (
        Reason.BAD_DOMAIN,
        (
            r"host (is )?unknown|unknown host|no such (host|domain)|domain (name )?not found|nxdomain",
            r"(couldn't|could not|cannot|can't|unable to) (find|resolve|locate).{0,20}(host|domain|mx)",
            r"null ?mx|no mx\b|no relevant answers|domain does not (exist|accept mail)|does(n't"
            r"| not) receive email",
            r"host or domain name not found(?!.{0,200}try again)|invalid domain|bad destination (system"
            r"|domain)",
            r"host/domain does not accept mail|domain.{0,40}does not exist",
        ),
    ),
    (
        Reason.INVALID_ADDRESS,
        (
            r"(user|recipient|address|mail ?box|account|alias|userid|login)\b.{0,25}(is )?(unknown"
            r"|not found|invalid"
            r"|not exist|does ?n[o']t exist|not known|not recogni[sz]ed|not listed|not our customer"
            r"|no longer on)",
            r"(unknown|invalid|bad|illegal|incorrect|no such|no valid|non-?existent)( or illegal| local"
            r"| final"
            r"| destination| delivery| mail)*( user(id)?| recipients?| address| mail ?box| account| alias"
            r"| person)",
            r"(doesn't|does not|didn't|did not) have an? .{0,60}account|not our customer|no longer on server",
            r"(address|recipient|user|account|mailbox).{0,60}(could ?n[o']t|could not|cannot) be found",
            r"(account|address|user|mailbox|recipient).{0,40}(does not|doesn't|did not) exist",
            r"recipient address rejected: access denied|all recipient addresses rejected : access denied",
            r"address rejected(?!:)|no mailbox here|no such recipient|mailbox unavailable"
            r"|mailbox not available",
            r"recipnotfound|recipient not found|delivery userid|not listed in public name",
            r"recipient name is not recognized|email address (is )?(possibly )?incorrect",
            r"destinataire (invalide|inconnu)|adresse.{0,20}(invalide|inconnue)"
            r"|empf[aä]nger.{0,20}(unbekannt|existiert)",
            r"(destinatario|usuario).{0,20}(no existe|desconocido|sconosciuto)|utente sconosciuto",
            r"пользовател\w+.{0,20}не (найден|существует)|не существует.{0,30}(адрес|ящик)|табылмады",
            r"(用户|收件人|邮箱|帐号|账号).{0,8}不存在"
            r"|宛先.{0,10}(不明|見つかりません)|존재하지 않|(المستخدم|العنوان|البريد).{0,30}غير موجود",
        ),
    ),
    (
        Reason.POLICY,
        (
            r"access denied|denied|polic(y|ies)|blocked|refused|prohibited|not allowed|not permitted"
            r"|unacceptable",
            r"(sender|mail from|from <).{0,80}(rejected|refused)|may not be mail exchanger",
            r"ask your postmaster|contact.{0,40}(postmaster|internet service provider)|\(bl\)",
            r"rejected by .{0,30}filter|domain-filter",
        ),
    ),
    (
        Reason.NETWORK,
        (
            r"timed? ?out|timeout|no route|unreachable|not reachable|connection (was )?(refused|reset"
            r"|closed|dropped|lost)",
            r"(not|n't) accept(ing)?.{0,20}connect|establish an smtp connection|unable to (connect"
            r"|contact)|socket error",
            r"hop count|routing loop|mail loop|too many hops|loops back",
            r"envelope expired|message expired|queue too long|could not (be )?deliver(ed)? for the last"
            r"|retry time",
            r"service (is )?(currently |temporarily )?(un|not )available|system (not available"
            r"|unavailable|is down)",
            r"name service error|name server|dns (query|lookup|error)|try(ing)? again.{0,20}dns",
            r"advertise auth|starttls|\btls\b|ssl|certificate|improper sequence|protocol error|syntax error",
            r"unable to deliver this message after|could not send message for|cannot send message for",
        ),
    ),
)

TABLE = tuple((reason, re.compile("|".join(phrases), re.IGNORECASE)) for reason, phrases in PHRASES)
"""The phrases of each line as one pattern, in the order they are tried."""
