"""Codes: installed once, never changed in meaning, unknown until what happened before them has been posted."""

from datetime import date

import pytest
from django.test import override_settings
from tests.figures.editions import URGENT, Later, in_force
from tests.figures.ledger import between, exactly, net_of, told
from tests.world import EDITION, World

from congdoan.catalogue.actions import install_edition
from congdoan.catalogue.models import Code, Edition
from congdoan.catalogue.rules import CatalogueFaults
from congdoan.figures.actions import backfill, backfilling, post
from congdoan.figures.models import Backfill, Entry, Posting
from congdoan.records.activities.actions import correct_activity, withdraw_activity

MAY_2 = date(2024, 5, 2)


def test_installing_the_same_edition_again_changes_nothing(world: World) -> None:
    codes = list(Code.objects.values())

    assert install_edition(EDITION) == []
    assert backfill() == 0
    assert list(Code.objects.values()) == codes
    assert Edition.objects.count() == 1


def test_a_later_edition_adds_codes_and_keeps_the_one_before(world: World, later: Later) -> None:
    folder = later(more=URGENT)

    assert install_edition(folder) == ["dialogue.urgent"]
    assert install_edition(folder) == []
    assert Edition.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('where = { trigger = "định kỳ" }', 'where = { trigger = "khi có vụ việc" }'),
        ('counts = "admission"', 'counts = ["admission", "readmission"]'),
        ('at = { sector = ["non-state"] }', 'at = { sector = ["public"] }'),
        ('declared = "stock"', 'declared = "flow"'),
        ('unit = "cuộc"', 'unit = "lần"'),
        ("own_only = true", ""),
        ('per = "members.total"', 'per = "members.admitted"'),
    ],
)
def test_a_code_never_changes_its_meaning(world: World, later: Later, old: str, new: str) -> None:
    codes = list(Code.objects.values())
    with pytest.raises(CatalogueFaults, match="không được đổi nghĩa"):
        install_edition(later(old, new, more=URGENT))
    assert list(Code.objects.values()) == codes
    assert Edition.objects.count() == 1


def test_names_and_phrases_are_no_part_of_the_meaning(world: World, later: Later) -> None:
    assert install_edition(later('name = "Số cuộc đối thoại"', 'name = "Đối thoại"')) == []


def test_a_code_is_never_dropped(world: World, later: Later) -> None:
    start = (EDITION / "all.toml").read_text("utf-8").index('[[indicator]]\ncode = "fund.net"')
    dropped = (EDITION / "all.toml").read_text("utf-8")[start:]
    with pytest.raises(CatalogueFaults, match=r"fund\.net"):
        install_edition(later(dropped, ""))


def test_a_retired_code_counts_what_happened_before_its_day_and_no_later(world: World, later: Later) -> None:
    field = 'counts = "activity:dialogue"\n'
    with in_force(later(field, field + 'retired = 2024-05-01\nreplaced_by = "dialogue.urgent"\n', URGENT)):
        backfill()
        for day in (date(2024, 4, 30), date(2024, 5, 1)):
            world.hold_dialogue(world.mill, day, trigger="khi có vụ việc")

        assert exactly("dialogue.held", world.mill, "2024") == 1
        assert exactly("dialogue.urgent", world.mill, "2024") == 2
        assert Code.objects.get(code="dialogue.held").replaced_by == "dialogue.urgent"


def test_a_new_code_is_unknown_until_its_backfill_is_done(world: World, later: Later) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")
    with in_force(later(more=URGENT)):
        assert between("dialogue.urgent", world.mill, "2024") == (None, None)
        assert told("dialogue.urgent", world.head, "2024").covered == 0
        backfill()

        assert exactly("dialogue.urgent", world.head, "2024") == 1
        assert told("dialogue.urgent", world.head, "2024").covered == 10
        assert net_of(dialogue.entry)["dialogue.urgent"] == 1


def test_a_code_that_was_never_installed_is_unknown(world: World, later: Later) -> None:
    with override_settings(CATALOGUE=later(more=URGENT)):
        world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")

        assert between("dialogue.urgent", world.mill, "2024") == (None, None)


def test_what_is_recorded_while_a_code_is_unknown_posts_to_it_at_once(world: World, later: Later) -> None:
    before = world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")
    with in_force(later(more=URGENT)):
        after = world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")

        assert net_of(after.entry)["dialogue.urgent"] == 1
        assert "dialogue.urgent" not in net_of(before.entry)
        assert between("dialogue.urgent", world.mill, "2024") == (None, None)


def test_the_other_codes_stay_known_meanwhile(world: World, later: Later) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=30)
    with in_force(later(more=URGENT)):
        assert exactly("dialogue.people", world.head, "2024") == 30


def test_a_backfill_that_was_broken_off_goes_on_from_where_it_was(
    world: World, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfilling, "STEP", 3)
    dialogues = [world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc") for _time in range(8)]
    gone_through: list[int] = []

    def pull_the_plug(gone: int) -> None:
        gone_through.append(gone)
        if gone >= Entry.objects.count() - 4:
            raise InterruptedError

    with in_force(later(more=URGENT)):
        with pytest.raises(InterruptedError):
            backfill(pull_the_plug)
        posted = Posting.objects.filter(entry__in=[dialogue.entry for dialogue in dialogues]).count()
        assert "dialogue.urgent" not in net_of(dialogues[-1].entry)
        assert between("dialogue.urgent", world.mill, "2024") == (None, None)

        assert 0 < backfill() <= 4
        assert Posting.objects.filter(entry__in=[dialogue.entry for dialogue in dialogues]).count() > posted
        assert exactly("dialogue.urgent", world.mill, "2024") == 8
        assert gone_through == list(range(3, gone_through[-1] + 1, 3))


def test_a_backfill_posts_what_the_entries_say_now(world: World, later: Later) -> None:
    kept, corrected, withdrawn = (world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc") for _ in range(3))
    correct_activity(world.officer, activity=corrected, reason="nhầm", details={"trigger": "định kỳ"})
    withdraw_activity(world.officer, activity=withdrawn, reason="nhầm")
    with in_force(later(more=URGENT)):
        backfill()

        assert exactly("dialogue.urgent", world.mill, "2024") == 1
        assert net_of(kept.entry)["dialogue.urgent"] == 1


def test_a_backfill_done_twice_posts_once(world: World, later: Later) -> None:
    world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")
    with in_force(later(more=URGENT)):
        backfill()
        before = Posting.objects.count()
        Backfill.objects.filter(indicator__code="dialogue.urgent").delete()
        backfill()

        assert Posting.objects.count() == before


def test_an_older_edition_leaves_alone_what_a_newer_one_posted(world: World, later: Later) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")
    with in_force(later(more=URGENT)):
        backfill()
    post([dialogue.entry])

    assert net_of(dialogue.entry)["dialogue.urgent"] == 1
