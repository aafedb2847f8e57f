"""Which parts of a criminal record can be cleared for survivors of human trafficking, charge by charge, with reasons."""

__version__ = "0.1.0"
