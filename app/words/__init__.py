"""French words shared by pages, JSON, mails and PDFs."""
