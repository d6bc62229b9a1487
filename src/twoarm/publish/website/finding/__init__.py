"""What a reader finds: the places of a page that the search knows, and the terms that lead into the glossary."""
