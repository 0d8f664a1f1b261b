"""What deeds are about: the subjects by which the journal is narrowed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ABOUT: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "records": (
        gettext_lazy("Ghi, sửa, rút"),
        frozenset({"recorded", "corrected", "withdrew", "attached", "captioned", "removed", "declared"}),
    ),
    "members": (
        gettext_lazy("Đoàn viên"),
        frozenset(
            {"admission", "readmission", "transferred", "left", "suspended", "resumed", "applied", "decided_for"}
            | {"decided_against", "carded", "looked_up", "unmasked", "transfer_asked", "transfer_agreed"}
            | {
                "transfer_refused",
                "transfer_taken_back",
                "transfer_completed",
                "transfer_lapsed",
                "transfer_undone",
                "leaving_undone",
                "suspension_undone",
            }
            | {"corrected_person", "consented", "consent_ended", "grounded", "opened_proof"}
            | {"gave_file", "erased", "dropped", "redacted"}
        ),
    ),
    "claims": (
        gettext_lazy("Đối soát"),
        frozenset({"checked", "amended", "righted", "upheld", "bound", "unbound"})
        | frozenset({"fielded", "unfielded", "froze", "shelved"}),
    ),
    "sheets": (
        gettext_lazy("Báo cáo"),
        frozenset(
            {"drafted", "submitted", "accepted", "returned", "reopened", "renewed_form", "declared_line", "gave_up"}
            | {"signed", "followed_up", "reminded", "set_deadline", "withdrew_deadline"}
        ),
    ),
    "directives": (
        gettext_lazy("Nghị quyết"),
        frozenset(
            {"registered_directive", "corrected_directive", "set_objective", "dropped_objective", "charged_units"}
            | {"linked_study", "unlinked_study"}
        ),
    ),
    "works": (gettext_lazy("Việc dài"), frozenset({"asked", "stopped"})),
    "plans": (gettext_lazy("Kế hoạch"), frozenset({"planned", "unplanned"})),
    "imports": (
        gettext_lazy("Nhập, xuất danh sách"),
        frozenset({"exported", "sent_in", "imported", "took_remarks", "unmasked_rows", "undid_import"}),
    ),
    "committees": (gettext_lazy("Ban chấp hành"), frozenset({"congress", "elected", "unseated"})),
    "positions": (gettext_lazy("Chức danh, tài khoản"), frozenset({"appointed", "relieved", "opened", "renewed"})),
    "units": (
        gettext_lazy("Tổ chức"),
        frozenset(
            {"began", "found", "absorb", "merge", "split", "hand_over", "promote", "demote", "dissolve"}
            | {"renamed", "reclassified"}
        ),
    ),
}
"""The verbs by what they are about, for the filter of the journal."""
