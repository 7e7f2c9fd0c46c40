"""Keys, seals, digests that prove, private links, and what a page vouches for by its signature."""
