"""Where every shown number comes from: a trace of each, beside the site and within its pages."""
