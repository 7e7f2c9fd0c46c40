"""What the database refuses about inquiries and consent, whoever asks. `rehabsite.guards` makes the triggers."""

from contact.guards import audit, consents, inquiries, outbox
from contact.guards.rules import Row

GUARDS: list[Row] = [*inquiries.GUARDS, *consents.GUARDS, *outbox.GUARDS, *audit.GUARDS]
