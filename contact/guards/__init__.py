"""What the database refuses about inquiries and consent, whoever asks. `guards` makes the triggers."""

from contact.guards import audit, consents, inquiries, outbox, recipients
from guards import Guard

GUARDS: list[Guard] = [*inquiries.GUARDS, *consents.GUARDS, *outbox.GUARDS, *recipients.GUARDS, *audit.GUARDS]
