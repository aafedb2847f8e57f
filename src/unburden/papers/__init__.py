"""The papers that a decided record comes to: drafts for a court, filled from the record and from answers, as data under ``papers/``.

`drafting.draft` makes the whole packet in memory, `writing` puts it on the disk. What is not known is a visible blank.
"""

from __future__ import annotations

from unburden.papers.details import Details, read_details
from unburden.papers.drafting import Packets, draft
from unburden.papers.packets import papers_folder, read_packet
from unburden.papers.writing import write_encrypted, write_folder

__all__ = ["Details", "Packets", "draft", "papers_folder", "read_details", "read_packet", "write_encrypted", "write_folder"]
