"""The page memory: finished public pages, kept in front of Django by each worker.

A hit costs a look-up. Nothing kept is ever older than what the database has said: PostgreSQL's
NOTIFY (articles.purging) empties the pages concerned, and a worker that has not heard from the
database for LEASE seconds answers nothing from memory.

`memory` keeps things under a bound, `finished_page` is one of them, `layer` answers from them
before Django is entered, `listener` hears what has changed. portal.public_pages fills it.
"""
