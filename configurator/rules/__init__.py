"""Rules of the Bbl and of practice as data (`data/rules.yaml`), and their verdicts on one configuration."""
