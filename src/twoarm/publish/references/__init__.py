"""How the list of references and its citations read."""
