"""What a reader of the website can move: settings and choices whose results were all computed before."""
