"""Why a request did not go, or got no answer. Holds codes, and never an address: so it may be logged."""


class OutboundError(Exception):
    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(f"{code}: {reason}" if reason else code)
        self.code, self.reason = code, reason


class NotAsked(OutboundError):
    """Nothing was sent, and trying again will not help.

    `code` is "address" (it is not written as a web address should be) or "private" (it does not lead to the public
    internet; `reason` then says which kind of network it is).
    """


class NoAnswer(OutboundError):
    """The other side may have got the request, and could not say so.

    `code` is "name" (no one knows the name, or the name server is silent), "certificate", "encryption", "silent"
    (no one listens there, or says anything in time), "broken-off" (what came is no answer), "large" (more came than
    was asked for) or "late" (the deadline is over).
    """
