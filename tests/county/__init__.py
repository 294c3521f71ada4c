"""The bundled county: how its files were published from its texts, and what is true of them."""
