"""How tables are laid out on the pages of the website: folds, digits in line, and what fits a telephone."""
