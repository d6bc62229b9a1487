"""An attacker on a published run: what each masked count can still be, from nothing but what a reader has.

`published` reads the tables and the design that the report prints; `counts` writes every relation between counts as a
linear one, and `solving` finds by integer programming which values they leave to each. `told` goes through the tables and
sizes that reproduce a percentage, an estimate, a limit, a P or a mark to its shown digits, with the public methods of the
project as calculators. `winning` joins both, and `report` says what was recovered.
"""
