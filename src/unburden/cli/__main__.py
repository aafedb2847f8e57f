"""``python -m unburden.cli``: the same as ``unburden``."""

from __future__ import annotations

from unburden.cli import main

main()
