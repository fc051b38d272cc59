"""Word lists: how a text is folded, what an entry stands for, and where one is found."""
