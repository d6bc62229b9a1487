"""What differed between the arms before treatment, or may have, and what it does to their comparison."""
