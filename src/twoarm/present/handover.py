"""The names under which a notebook hands what it showed to whoever runs it or makes its pages; no library is behind them."""

RECORDS = "TWOARM_RECORDS"  # environment: the folder for the records of a run; without it nothing is written
NOTEBOOK = "TWOARM_NOTEBOOK"  # environment: the notebook's own name
OF_A_PHONE = "-narrow"  # what the name of a figure's narrow drawing ends with
INDENT = "\u2003"  # at the head of a row's name: how far the row is set in
WITH_NUMBER = TABLE, FIGURE = "Table", "Figure"  # a link to one that says no more is read with its number
MIME = "application/vnd.twoarm+json"  # the face of an output object that the book's pages are made from
VISUAL_ABSTRACT = "visual-abstract"  # the figure that is a sheet of its own, and of which a run has a PDF
