"""The moderators' desk: the page "Waiting" in the admin, where comments are decided about."""
