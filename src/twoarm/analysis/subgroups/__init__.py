"""Whether the arms differ otherwise in some patients than in others: what the study names beforehand, and nothing else."""
