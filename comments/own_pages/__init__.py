"""The pages of an account about its words: written, told, followed, recommended, ignored."""
