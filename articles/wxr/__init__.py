"""Moving in from WordPress: its export (WXR) read, and turned into articles, pictures and addresses."""
