"""What goes out: composed, and handed to a mail server or to a facility's webhook."""
