"""What serves changes in one step, for who saw what served, with a row that says so."""

import pytest

from tests.support.models import index_with_files, model_with_files, published_folder
from webapp.core.problems import Problem
from webapp.registry import selectors, services
from webapp.registry.models import IndexVersion, ModelVersion, Promotion
from webapp.registry.signals import serving_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(tmp_path):
    return lambda name, kind="embedder": model_with_files(tmp_path, name, kind)


@pytest.fixture
def index(tmp_path):
    return lambda name, of: index_with_files(tmp_path, name, of)


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_user("boss", "b@example.org", "x")


def live():
    return (selectors.model_live("embedder"), selectors.index_live())


def refused(call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.status == 409
    return caught.value


def promote(model, index=None, by=None):
    return services.promote(
        model=model, index=index, by=by, expected=selectors.model_live(model.kind)
    )


def roll_back(kind="embedder", by=None):
    return services.rollback(kind=kind, by=by, expected=selectors.model_live(kind))


def test_registering_twice_is_one_version():
    for _ in range(2):
        model = services.model_register(kind="embedder", folder="f", manifest={}, version="m1")
        services.index_register(folder="f", manifest={}, version="i1", count=3, model=model)
    assert ModelVersion.objects.count() == IndexVersion.objects.count() == 1
    assert live() == (None, None)


def test_a_kind_that_nobody_knows_is_not_registered():
    with pytest.raises(ValueError, match="no kind of model 'oracle'"):
        services.model_register(kind="oracle", folder="f", manifest={}, version="1")


def test_a_version_knows_its_run_its_parent_and_who_registered_it(model, boss):
    parent = model("m1")
    child = services.model_register(
        kind="embedder", folder="f", manifest={"data_fingerprint": "abc"}, version="m2",
        parent=parent, run="run-7", by=boss,
    )  # fmt: skip
    assert (child.parent, child.run, child.registered_by) == (parent, "run-7", boss)
    assert child.data_fingerprint == "abc"
    assert parent.size == sum(f["size"] for f in parent.manifest["files"].values()) > 200


def test_the_first_index_makes_its_model_live(model, index):
    m1 = model("m1")
    i1 = index("i1", m1)
    services.index_publish(index=i1, expected=None)
    assert live() == (m1, i1)


def test_a_newer_generation_takes_over(model, index):
    m1 = model("m1")
    i1, i2 = index("i1", m1), index("i2", m1)
    services.index_publish(index=i1, expected=None)
    services.index_publish(index=i2, expected=i1)
    assert live() == (m1, i2)
    assert IndexVersion.objects.filter(is_live=True).count() == 1


def test_who_saw_an_older_index_is_told_so(model, index):
    m1 = model("m1")
    i1, i2, i3 = (index(name, m1) for name in ("i1", "i2", "i3"))
    services.index_publish(index=i1, expected=None)
    services.index_publish(index=i2, expected=i1)
    for expected in (i1, None):
        refused(lambda seen=expected: services.index_publish(index=i3, expected=seen))
    assert live() == (m1, i2)


def test_an_index_of_a_model_that_does_not_serve_is_not_published(model, index):
    services.index_publish(index=index("i1", model("m1")), expected=None)
    other = index("i2", model("m2"))
    refused(lambda: services.index_publish(index=other, expected=selectors.index_live()))


def test_model_and_index_are_promoted_together_with_who_and_why(model, index, boss):
    m1, m2 = model("m1"), model("m2")
    i1, i2 = index("i1", m1), index("i2", m2)
    services.index_publish(index=i1, expected=None)
    services.promote(model=m2, index=i2, by=boss, expected=m1, reason="better recall")
    assert live() == (m2, i2)
    assert ModelVersion.objects.filter(is_live=True).count() == 1
    row = Promotion.objects.first()
    assert (row.action, row.by, row.reason) == ("promote", boss, "better recall")
    assert (row.model, row.index) == (m2, i2)
    assert (row.previous_model, row.previous_index) == (m1, i1)


def test_an_import_meanwhile_does_not_spoil_a_promotion(model, index):
    # given an admin who saw m1 serve
    m1, m2 = model("m1"), model("m2")
    i1 = index("i1", m1)
    services.index_publish(index=i1, expected=None)
    # when products come in while m2 is made ready
    services.index_publish(index=index("i1b", m1), expected=i1)
    i2 = index("i2", m2)
    services.promote(model=m2, index=i2, by=None, expected=m1)
    assert live() == (m2, i2)


def test_an_index_of_another_model_cannot_be_promoted_with_it(model, index):
    m1, m2 = model("m1"), model("m2")
    for wrong in (index("i1", m1), None):
        with pytest.raises(ValueError, match="another model"):
            services.promote(model=m2, index=wrong, by=None, expected=None)


@pytest.mark.parametrize("kind", ["classifier", "acgan-64", "encoder-64"])
def test_kinds_without_an_index_are_promoted_and_rolled_back_alike(model, kind, boss):
    c1, c2 = model("c1", kind), model("c2", kind)
    promote(c1)
    promote(c2, by=boss)
    assert selectors.model_live(kind) == c2
    row = roll_back(kind, by=boss)
    assert selectors.model_live(kind) == c1
    assert (row.index, row.previous_model, row.model, row.by) == (None, c2, c1, boss)
    assert selectors.index_live() is None


def test_who_saw_another_champion_is_told_so(model):
    c1, c2, c3 = (model(name, "classifier") for name in ("c1", "c2", "c3"))
    promote(c1)
    promote(c2)
    for expected in (c1, None):
        refused(lambda seen=expected: services.promote(model=c3, by=None, expected=seen))
        refused(lambda seen=expected: services.rollback(kind="classifier", by=None, expected=seen))
    assert selectors.model_live("classifier") == c2


def test_what_serves_already_is_not_promoted_again(model):
    c1 = model("c1", "classifier")
    promote(c1)
    assert "serves already" in refused(lambda: promote(c1)).title


def test_a_rollback_returns_to_the_model_before_with_its_last_index(model, index):
    # given a promotion, and several imports before and after it
    m1, m2 = model("m1"), model("m2")
    i1, i1b = index("i1", m1), index("i1b", m1)
    services.index_publish(index=i1, expected=None)
    services.index_publish(index=i1b, expected=i1)
    i2 = index("i2", m2)
    promote(m2, i2)
    for name in ("i2b", "i2c", "i2d"):
        services.index_publish(index=index(name, m2), expected=selectors.index_live())
    assert selectors.model_previous("embedder") == m1

    roll_back()

    assert live() == (m1, i1b)


def test_a_second_rollback_goes_further_back_not_forward_again(model, index):
    m1, m2, m3 = model("m1"), model("m2"), model("m3")
    services.index_publish(index=index("i1", m1), expected=None)
    promote(m2, index("i2", m2))
    promote(m3, index("i3", m3))
    assert [roll_back().model for _ in range(2)] == [m2, m1]
    refused(roll_back)
    # and what was left can be promoted anew
    promote(m3, index("i3b", m3))
    assert selectors.model_previous("embedder") == m1


def test_without_an_earlier_version_there_is_no_rollback(model, index):
    services.index_publish(index=index("i1", model("m1")), expected=None)
    assert refused(roll_back).title == "Nothing to return to"


def test_a_version_whose_files_were_damaged_is_not_returned_to(model, index, tmp_path):
    m1, m2 = model("m1"), model("m2")
    services.index_publish(index=index("i1", m1), expected=None)
    promote(m2, index("i2", m2))
    (tmp_path / "embedder-m1" / "manifest.json").write_text("{}")
    assert "damaged" in refused(roll_back).title
    assert selectors.model_live("embedder") == m2


def test_others_hear_that_another_version_serves_but_not_of_new_indexes(
    model, index, django_capture_on_commit_callbacks
):
    heard = []

    def hear(sender, promotion, **kwargs):
        heard.append((sender, promotion.model))

    serving_changed.connect(hear)
    m1, m2 = model("m1"), model("m2")
    i1 = index("i1", m1)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            services.index_publish(index=i1, expected=None)
            services.index_publish(index=index("i1b", m1), expected=i1)
            promote(m2, index("i2", m2))
            roll_back()
    finally:
        serving_changed.disconnect(hear)
    assert heard == [("embedder", m1), ("embedder", m2), ("embedder", m1)]


def test_a_change_stands_whatever_becomes_of_what_others_make_of_it(
    model, django_capture_on_commit_callbacks
):
    def broken(**kwargs):
        raise OSError("the queue is away")

    c1, c2 = model("c1", "classifier"), model("c2", "classifier")
    promote(c1)
    serving_changed.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            promote(c2)
    finally:
        serving_changed.disconnect(broken)
    assert selectors.model_live("classifier") == c2


def test_what_lost_its_files_meanwhile_is_not_put_up(model, index):
    # given a promotion that was made ready, and another process that made room before the swap
    m1, m2 = model("m1"), model("m2")
    i1, i2 = index("i1", m1), index("i2", m2)
    services.index_publish(index=i1, expected=None)
    for rows in (IndexVersion.objects.filter(pk=i2.pk), ModelVersion.objects.filter(pk=m2.pk)):
        folder = rows.get().folder
        rows.update(folder="")
        assert "files are gone" in refused(lambda: promote(m2, i2)).title
        assert live() == (m1, i1)
        rows.update(folder=folder)


def test_there_is_one_candidate_a_kind_and_it_is_on_record(model, boss):
    c1, c2, c3 = (model(name, "classifier") for name in ("c1", "c2", "c3"))
    promote(c1)
    services.candidate_set(model=c2, by=boss, reason="trained longer")
    services.candidate_set(model=c3, by=boss)
    assert services.candidate_set(model=c3, by=boss) is None
    assert selectors.model_candidate("classifier") == c3
    refused(lambda: services.candidate_set(model=c1, by=boss))
    services.candidate_withdraw(model=c3, by=boss)
    assert selectors.model_candidate("classifier") is None
    refused(lambda: services.candidate_withdraw(model=c3, by=boss))
    rows = [(row.action, row.model, row.by) for row in Promotion.objects.all()[:3]]
    assert rows == [("withdraw", c3, boss), ("candidate", c3, boss), ("candidate", c2, boss)]


def test_a_promoted_candidate_is_none_any_more(model):
    c1, c2 = model("c1", "classifier"), model("c2", "classifier")
    promote(c1)
    services.candidate_set(model=c2, by=None)
    promote(c2)
    c2.refresh_from_db()
    assert (c2.is_live, c2.is_candidate) == (True, False)
    assert selectors.model_previous("classifier") == c1, "candidacies are no change of what serves"


def test_only_the_embedders_candidate_has_a_shadow_test_on_a_share_from_0_to_100(model, boss):
    m1, c1 = model("m1"), model("c1", "classifier")
    refused(lambda: services.shadow_set(model=m1, percent=10, by=boss))
    services.candidate_set(model=m1, by=boss)
    services.candidate_set(model=c1, by=boss)
    refused(lambda: services.shadow_set(model=c1, percent=10, by=boss))
    for percent in (-1, 101):
        with pytest.raises(Problem) as caught:
            services.shadow_set(model=m1, percent=percent, by=boss)
        assert caught.value.status == 422
    row = services.shadow_set(model=m1, percent=25, by=boss)
    m1.refresh_from_db()
    assert (m1.shadow_percent, row.action, row.reason) == (25, "shadow", "25 %")
    services.candidate_withdraw(model=m1, by=boss)
    m1.refresh_from_db()
    assert m1.shadow_percent == 0


def test_publishing_copies_a_folder_verified_and_registers_it(tmp_path, settings, boss):
    settings.VAR_DIR = tmp_path / "var"
    source = published_folder(tmp_path / "run", "acgan-64", preset="acgan-64")

    model = services.model_publish(source=source, kind="acgan-64", run="r1", by=boss)
    again = services.model_publish(source=source, kind="acgan-64", run="r1", by=boss)

    assert again == model
    assert model.folder == str(tmp_path / "var" / "models" / "acgan-64" / model.version)
    assert services.model_verify(model=model).damage == ""
    assert (model.run, model.registered_by) == ("r1", boss)


def test_what_is_published_is_what_it_says_and_whole(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    source = published_folder(tmp_path / "run", "acgan-64", preset="acgan-64")
    with pytest.raises(ValueError, match="preset 'acgan-64', not 'dcgan-64'"):
        services.model_publish(source=source, kind="dcgan-64")
    with pytest.raises(ValueError, match="holds a 'generator', not a 'classifier'"):
        services.model_publish(source=source, kind="classifier")
    (source / "data.bin").write_bytes(b"1" + b"0" * 199)
    with pytest.raises(ValueError, match="damaged"):
        services.model_publish(source=source, kind="acgan-64")
    assert not ModelVersion.objects.exists()
    assert [p for p in (tmp_path / "var").rglob("*") if p.is_file()] == []


def test_verifying_finds_a_flipped_bit_and_forgets_it_when_it_is_mended(model, tmp_path):
    m1 = model("m1")
    path = tmp_path / "embedder-m1" / "data.bin"
    good = path.read_bytes()
    path.write_bytes(b"1" + good[1:])
    assert "checksum does not match" in services.model_verify(model=m1).damage
    path.write_bytes(good)
    assert services.model_verify(model=m1).damage == ""
    assert m1.verified_at is not None


def test_a_model_that_the_program_replaced_in_its_place_is_history(model, tmp_path):
    # given an old and a new version that lay in one folder, one after the other
    old = services.model_register(kind="classifier", folder="shipped", manifest={}, version="1")
    promote(old)
    new = services.model_register(kind="classifier", folder="shipped", manifest={}, version="2")
    promote(new)
    old.refresh_from_db()
    assert not old.has_files
    assert selectors.model_previous("classifier") is None


def test_a_shipped_model_that_was_replaced_while_another_serves_is_history_too(model):
    # given a shipped model that made way for one of our own
    shipped = services.model_register(kind="classifier", folder="shipped", manifest={}, version="1")
    promote(shipped)
    promote(model("own", "classifier"))
    assert selectors.model_previous("classifier") == shipped
    # when the program comes with another one in the same place
    services.model_register(kind="classifier", folder="shipped", manifest={}, version="2")
    # then there is no way back to files that are gone
    shipped.refresh_from_db()
    assert not shipped.has_files
    assert selectors.model_previous("classifier") is None
