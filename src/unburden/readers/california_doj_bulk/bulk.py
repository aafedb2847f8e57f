"""The layout of the California DOJ research file: its columns in order, and rows that an unquoted comma has shifted.

Layout: the column list of codeforamerica/gogen, data/doj_row.go: 94 columns and an end mark that some files lack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from unburden.readers._tables import iso_day, said

_NAMES: Final = (
    "record_id subject_status subject_id req_seg_sep req_cii_number req_name req_gender req_dob req_cdl req_ssn "
    "pii_seg_sep cii_number pri_name gender pri_dob pri_ssn pri_cdl pri_idn pri_inn fbi_number "
    "pdr_seg_sep race_code race_descr eye_color_code eye_color_descr hair_color_code hair_color_descr height weight "
    "single_source multi_source pob_code pob_name pob_type citizenship_list "
    "cyc_seg_sep cyc_order cyc_date stp_seg_sep stp_order stp_event_date stp_type_code stp_type_descr "
    "stp_ori_type stp_ori_type_descr stp_ori_code stp_ori_descr stp_ori_cnty_code stp_ori_cnty_name "
    "cnt_seg_sep cnt_order disp_date ofn offense_code offense_descr offense_toc offense_qual_lst "
    "disp_offense_code disp_offense_descr disp_offense_toc disp_offense_qual_lst "
    "conv_offense_order conv_offense_code conv_offense_descr conv_offense_toc conv_offense_qual_lst "
    "fe_num_order fe_num_arr_agy fe_num_bnch_warr fe_num_cite fe_num_docket fe_num_incident fe_num_booking fe_num_number "
    "fe_num_remand fe_num_oos_inn fe_num_crt_case fe_num_warrant "
    "disp_order disp_code disp_descr conv_stat_code conv_stat_descr "
    "sent_seg_sep sent_order sent_loc_code sent_loc_descr sent_length sent_time_code sent_time_descr "
    "cyc_age cii_type cii_type_alpha comment_text end_of_rec"
)
#: The columns in the file's own order, in lower case.
COLUMNS: Final = tuple(_NAMES.split(" "))
#: The row without and with its end mark.
WIDTHS: Final = (len(COLUMNS) - 1, len(COLUMNS))

#: Kind of a step by how its printed type begins; the kinds are those of the printed rap sheet.
KINDS: Final = (
    ("ARREST", "arrest"),
    ("SUPPLEMENTAL ARR", "arrest"),
    ("COURT", "court"),
    ("CUSTODY", "custody"),
    ("PROBATION", "probation"),
    ("PAROLE", "probation"),
    ("REGISTRATION", "registration"),
    ("APPLICANT", "applicant"),
    ("DECEASED", "deceased"),
    ("MENTAL", "mental health"),
)
#: Columns whose text may hold a comma that was not quoted.
_TEXTS: Final = (
    "req_name",
    "pri_name",
    "stp_ori_descr",
    "offense_descr",
    "disp_offense_descr",
    "conv_offense_descr",
    "disp_descr",
    "comment_text",
)
_SHAPES: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "subject_id": r"\d*\Z",
        "req_seg_sep": r"#?\Z",
        "cnt_order": r"\d{12}\Z",
        "offense_toc": r"[A-Z]?\Z",
        "conv_stat_descr": r"(?:FELONY|MISDEMEANOR|INFRACTION)?\Z",
        "sent_length": r"\d*\Z",
        "sent_time_code": r"[A-Z]?\Z",
        "cyc_age": r"\d{0,3}\Z",
    }.items()
}


def kind_of(printed: str) -> str | None:
    """The kind of a step, or `None` for one that is not known."""
    return next((kind for begin, kind in KINDS if printed.upper().startswith(begin)), None)


def of_layout(cells: Sequence[str]) -> bool:
    """Whether the cells stand where the layout has them: every checked column holds what it can hold."""
    held = dict(zip(COLUMNS, (said(cell) for cell in cells), strict=False))
    dates = (held.get(name, "") for name in ("pri_dob", "stp_event_date", "disp_date"))
    shaped = all(pattern.match(held.get(name, "")) for name, pattern in _SHAPES.items())
    return shaped and kind_of(held.get("stp_type_descr", "")) is not None and all(not date or iso_day(date) for date in dates)


def mended(cells: Sequence[str], width: int) -> tuple[list[str], str] | None:
    """The cells of a row with too many, where one text alone can have held the commas: the cells, and the text's column."""
    extra = len(cells) - width
    if not 0 < extra <= 3:
        return None
    found: dict[tuple[str, ...], str] = {}
    for name in _TEXTS:
        at = COLUMNS.index(name)
        joined = [*cells[:at], ",".join(cells[at : at + extra + 1]), *cells[at + extra + 1 :]]
        if of_layout(joined):
            found.setdefault(tuple(joined), name)
    if len(found) != 1:
        return None
    ((whole, name),) = found.items()
    return list(whole), name
