"""What people do to a study: files that arrive, towns that change, what waits for them."""
