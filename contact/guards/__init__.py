"""What the database refuses about inquiries and consent, whoever asks. `guards` makes the triggers."""

from contact.guards import audit, consents, inquiries, outbox
from guards import Guard

GUARDS: list[Guard] = [*inquiries.GUARDS, *consents.GUARDS, *outbox.GUARDS, *audit.GUARDS]
