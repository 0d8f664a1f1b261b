"""All addresses of the desk. Those of sign-in keep the names that django-allauth gives them."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import include, path

from congdoan.desk import accounts, entries, figures, home, journal, pickers, positions, search, sent, units
from congdoan.desk.activities import attaching, calendar, correcting, entering, exporting, listing, opening
from congdoan.desk.committees import pages as committees
from congdoan.desk.directives import pages as directives
from congdoan.desk.imports import pages as imports
from congdoan.desk.members import changing, form, grounds, joining, person, transferring
from congdoan.desk.members.exporting import export
from congdoan.desk.members.listing import members
from congdoan.desk.plans import pages as plans
from congdoan.desk.reconcile import annotating
from congdoan.desk.reconcile import pages as reconcile
from congdoan.desk.retirement import pages as retirement
from congdoan.desk.sheets import (
    board,
    changes,
    deciding,
    editor,
    files,
    line,
    meanwhile,
    owing,
    proposals,
    restating,
    sending,
    series,
    signing,
)
from congdoan.desk.works import pages as works

# One line a page; a subject's lines stand together, in the order of its file.
pages = [
    path("", home.home, name="home"),
    path("sent/", sent.sent, name="sent"),
    path("search/", search.search, name="search"),
    path("units/", units.tree, name="units"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("units/<str:code>/beneath/", units.beneath, name="units_beneath"),
    path("figures/", figures.table, name="figures"),
    path("figures/choose/", figures.choose, name="figures_choose"),
    path("figures/<str:indicator>/", figures.drill, name="figure"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("activities/", listing.activities, name="activities"),
    path("activities/calendar/", calendar.calendar, name="activities_calendar"),
    path("activities/list.csv", exporting.as_csv, name="activities_csv"),
    path("activities/list.xlsx", exporting.as_excel, name="activities_excel"),
    path("activities/record/", entering.record, name="record"),
    path("activities/record/people/", entering.find_people, name="activity_people"),
    path("activities/record/partners/", entering.find_units, name="activity_partners"),
    path("activities/record/waiting/<str:key>/", opening.waiting_photo, name="activity_waiting"),
    path("activities/record/<str:kind>/", entering.enter, name="activity_enter"),
    path("activities/record/<str:kind>/check/", entering.check, name="activity_check"),
    path("activities/<int:pk>/", opening.activity, name="activity"),
    path("activities/<int:pk>/correct/", correcting.correct, name="activity_correct"),
    path("activities/<int:pk>/withdraw/", correcting.withdraw, name="activity_withdraw"),
    path("activities/<int:pk>/attach/", attaching.attach, name="activity_attach"),
    path("activities/<int:pk>/photos/<int:photo>/", opening.photo, name="activity_photo"),
    path("activities/<int:pk>/photos/<int:photo>/small/", opening.small_photo, name="activity_photo_small"),
    path("activities/<int:pk>/photos/<int:photo>/edit/", attaching.photo_page, name="activity_photo_edit"),
    path("activities/<int:pk>/documents/<int:document>/", opening.document, name="activity_document"),
    path("activities/<int:pk>/documents/<int:document>/edit/", attaching.document_page, name="activity_document_edit"),
    path("members/", members, name="members"),
    path("members/export/", export, name="members_export"),
    path("members/wards/", form.wards, name="member_wards"),
    path("members/apply/", joining.apply, name="member_apply"),
    path("members/applications/", joining.applications, name="applications"),
    path("members/applications/<int:pk>/", joining.application, name="application"),
    path("members/pull/", transferring.pull, name="member_pull"),
    path("members/transfers/", transferring.transfers, name="transfers"),
    path("members/transfers/<int:pk>/", transferring.transfer, name="transfer"),
    path("members/<int:pk>/", person.member, name="member"),
    path("members/<int:pk>/edit/", person.edit, name="member_edit"),
    path("members/<int:pk>/suspend/", changing.suspend, name="member_suspend"),
    path("members/<int:pk>/resume/", changing.resume, name="member_resume"),
    path("members/<int:pk>/leave/", changing.leave, name="member_leave"),
    path("members/<int:pk>/withdraw/", changing.withdraw, name="member_withdraw"),
    path("members/<int:pk>/rights/", person.rights, name="member_rights"),
    path("members/<int:pk>/grounds/", grounds.grounds, name="member_grounds"),
    path("members/<int:pk>/grounds/<int:ground>/proof/", grounds.proof, name="member_ground_proof"),
    path("members/<int:pk>/grounds/<str:purpose>/withdraw/", grounds.withdraw, name="member_consent_withdraw"),
    path("members/<int:pk>/push/", transferring.push, name="member_push"),
    path("committees/", committees.committees, name="committees"),
    path("committees/seats/<int:pk>/", committees.seat, name="committee_seat"),
    path("committees/<str:code>/congress/", committees.congress, name="committee_congress"),
    path("committees/<str:code>/elect/", committees.election, name="committee_elect"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/remarks.xlsx", imports.remarks, name="import_remarks"),
    path("imports/<str:code>/template.xlsx", imports.template_file, name="import_template"),
    path("retirement/", retirement.retirement, name="retirement"),
    path("retirement/list.xlsx", retirement.as_excel, name="retirement_excel"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<str:code>/set/", plans.set_page, name="plan_set"),
    path("plans/<str:code>/<str:indicator>/", plans.plan, name="plan"),
    path("plans/<str:code>/<str:indicator>/share/", plans.share_page, name="plan_share"),
    path("reconcile/", reconcile.texts, name="reconcile"),
    path("reconcile/<int:pk>/", reconcile.text_page, name="reconcile_text"),
    path("reconcile/<int:pk>/edit/", reconcile.edit, name="reconcile_edit"),
    path("reconcile/<int:pk>/notes.docx", annotating.annotated, name="reconcile_notes"),
    path("reconcile/<int:pk>/<int:place>/bind/", reconcile.bind, name="reconcile_bind"),
    path("sheets/", owing.sheets, name="sheets"),
    path("sheets/open/", owing.open_page, name="sheet_open"),
    path("sheets/board/", board.show, name="board"),
    path("sheets/board/remind/", board.remind, name="board_remind"),
    path("sheets/<int:pk>/", editor.sheet, name="sheet"),
    path("sheets/<int:pk>/parts/<slug:part>/", editor.part, name="sheet_part"),
    path("sheets/<int:pk>/lines/<str:line>/", line.line, name="sheet_line"),
    path("sheets/<int:pk>/check/", sending.check, name="sheet_check"),
    path("sheets/<int:pk>/send/", sending.send, name="sheet_send"),
    path("sheets/<int:pk>/decide/", deciding.decide, name="sheet_decide"),
    path("sheets/<int:pk>/reopen/", deciding.reopen, name="sheet_reopen"),
    path("sheets/<int:pk>/changes/", changes.changes, name="sheet_changes"),
    path("sheets/<int:pk>/restated/", restating.restated, name="sheet_restated"),
    path("sheets/<int:pk>/series/", series.series, name="sheet_series"),
    path("sheets/<int:pk>/meanwhile/", meanwhile.meanwhile, name="sheet_meanwhile"),
    path("sheets/<int:pk>/proposals/", proposals.proposals, name="sheet_proposals"),
    path("sheets/<int:pk>/revisions/<int:revision>/content.json", changes.kept, name="sheet_kept"),
    path("sheets/<int:pk>/document.<str:shape>", files.document, name="sheet_document"),
    path("sheets/<int:pk>/sign/", signing.sign, name="sheet_sign"),
    path("sheets/<int:pk>/signed/<int:signature>.pdf", signing.signed, name="sheet_signed"),
    path("directives/", directives.directives, name="directives"),
    path("directives/register/<str:code>/", directives.register, name="directive_register"),
    path("directives/<int:pk>/", directives.directive, name="directive"),
    path("directives/<int:pk>/correct/", directives.correct, name="directive_correct"),
    path("directives/<int:pk>/aim/", directives.aim, name="directive_aim"),
    path("directives/<int:pk>/charge/", directives.charge, name="directive_charge"),
    path("directives/<int:pk>/study/", directives.study, name="directive_study"),
    path("directives/<int:pk>/review/", directives.review, name="directive_review"),
    path("positions/", positions.positions, name="positions"),
    path("positions/<int:pk>/", positions.position, name="position"),
    path("positions/at/<str:code>/", positions.give, name="position_give"),
    path("work/", works.works, name="works"),
    path("work/<int:pk>/", works.work, name="work"),
    path("work/<int:pk>/file/", works.file, name="work_file"),
    path("journal/", journal.journal, name="journal"),
    path("pick/unit/", pickers.unit, name="pick_unit"),
    path("pick/period/", pickers.period, name="pick_period"),
    path("pick/known/", pickers.known, name="pick_known"),
    path("pick/tree/", pickers.tree, name="pick_tree"),
    path("settings/", accounts.settings_page, name="settings"),
]

sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("codes/", mfa.index, name="mfa_index"),
    path("codes/enter/", mfa.authenticate, name="mfa_authenticate"),
    path("codes/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("codes/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("codes/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("language/", accounts.choose_language, name="choose_language"),
]

urlpatterns = [path("account/", include(sign_in)), path("", include((pages, "desk")))]
