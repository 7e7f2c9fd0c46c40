"""Staff at the admin: how they log in, what each role may do, and pages for everyone who works here."""
