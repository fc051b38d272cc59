"""The public log of moderation: how it is written, chained, verified and shown."""
