"""The demo edition: an invented newspaper of an invented valley, to try the software on."""
