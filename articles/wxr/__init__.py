"""Moving in from WordPress: its export (WXR) read, and made articles, pictures and addresses."""
