"""What a patient can be shown: of a hundred patients, how many; and a study on one page."""
