"""The designer's steps: sheets are made, undone, edited, replayed, and cleared away."""

import base64
import io
import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone
from PIL import Image, ImageSequence
from pytest_django import Settings

from tests.support.jobs import run_told
from tests.support.shop import drawing, encoded
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.registry.models import ModelVersion
from webapp.studio import files, making, selectors, services
from webapp.studio.models import Design, Direction, Sheet

pytestmark = pytest.mark.django_db


def make(user: User, kind: str = "sample", category: str = "Handbags", **options: Any) -> Sheet:
    return services.sheet_make(
        user=user, kind=kind, category=category, options={"seed": 7, "count": 3} | options
    )


def picture(design: Design) -> bytes:
    return files.path_of(design.file).read_bytes()


class TestNewDesigns:
    def test_a_sheet_is_made_at_once_with_its_pictures(
        self, model: ModelVersion, ana: User, media: Path
    ) -> None:
        sheet = make(ana, count=16)

        designs = list(sheet.designs.order_by("position"))
        assert sheet.state == Sheet.State.MADE
        assert len(designs) == 16
        assert [design.seed for design in designs] == list(range(7, 23))
        assert {design.category for design in designs} == {"Handbags"}
        assert len({picture(design) for design in designs}) == 16
        with Image.open(io.BytesIO(picture(designs[0])), formats=["PNG"]) as image:
            assert image.size == (64, 64)
        assert {path.parts[len(media.parts)] for path in media.rglob("*.png")} == {"designs"}

    def test_the_same_seed_is_the_same_file(self, model: ModelVersion, ana: User) -> None:
        one, again = make(ana), make(ana)

        assert [picture(d) for d in one.designs.order_by("position")] == [
            picture(d) for d in again.designs.order_by("position")
        ]

    def test_without_a_seed_each_sheet_is_another(self, model: ModelVersion, ana: User) -> None:
        seeds = {make(ana, seed=None).options["seed"] for _ in range(3)}

        assert len(seeds) == 3

    def test_a_large_sheet_is_a_job_with_progress(
        self, model: ModelVersion, ana: User, run_jobs: Callable[[], int]
    ) -> None:
        sheet = make(ana, count=20)
        assert sheet.state == Sheet.State.MAKING
        job = selectors.sheet_job(sheet)
        assert job is not None
        assert job.created_by == ana

        run_jobs()

        made = selectors.sheet_current(ana)
        assert made is not None
        assert made.state == Sheet.State.MADE
        assert made.designs.count() == 20

    @pytest.mark.parametrize(
        ("wish", "words"),
        [
            ({"kind": "dream"}, "no such way"),
            ({"category": "Hats"}, "does not draw “Hats”"),
            ({"category": ""}, "Choose what to draw"),
            ({"count": 65}, "count must be a number from 1 to 64"),
            ({"seed": "x"}, "seed must be"),
            ({"truncation": "nan"}, "truncation must be"),
            ({"kind": "vary"}, "starts from 1 designs"),
            ({"kind": "vary", "parents": ["x"]}, "no such design"),
            ({"kind": "replay"}, "imported"),
            ({"kind": "nearest"}, "shape and colour are missing"),
        ],
    )
    def test_absurd_wishes_get_a_sentence_and_leave_nothing(
        self, model: ModelVersion, ana: User, media: Path, wish: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(Problem, match=words) as refused:
            make(ana, **wish)

        assert refused.value.status == 422
        assert not Sheet.objects.exists()
        assert not list(media.rglob("*.png"))

    def test_without_a_model_the_studio_says_what_to_do(
        self, studio_settings: object, ana: User
    ) -> None:
        with pytest.raises(Problem, match="An admin can train one") as refused:
            make(ana)

        assert refused.value.status == 503
        assert selectors.studio_models() == []

    def test_a_damaged_model_is_named_and_leaves_nothing(
        self, generators: Callable[[int], Path], studio_settings: object, ana: User
    ) -> None:
        from tests.support.generator import published

        model = published(generators(3))
        path = Path(model.folder) / "weights.safetensors"
        path.write_bytes(path.read_bytes()[:-1])

        with pytest.raises(Problem, match="missing or damaged") as refused:
            make(ana)

        assert refused.value.status == 503
        assert not Sheet.objects.exists()


class TestEdits:
    def test_variations_are_near_and_remember_their_parent(
        self, model: ModelVersion, ana: User
    ) -> None:
        parent = make(ana).designs.first()
        assert parent is not None

        near = make(ana, "vary", parents=[parent.pk], radius=0.0, count=1).designs.get()
        far = make(ana, "vary", parents=[parent.pk], radius=1, count=1).designs.get()

        assert near.parent == parent
        assert pixels(near).tobytes() == pixels(parent).tobytes()
        assert (pixels(far) != pixels(parent)).any()

    def test_a_blend_leads_from_one_to_the_other(self, model: ModelVersion, ana: User) -> None:
        first, second, *_rest = make(ana).designs.order_by("position")

        strip = list(
            make(ana, "blend", parents=[first.pk, second.pk], steps=5).designs.order_by("position")
        )

        assert pixels(strip[0]).tobytes() == pixels(first).tobytes()
        assert pixels(strip[4]).tobytes() == pixels(second).tobytes()
        assert (strip[2].parent, strip[2].other_parent) == (first, second)
        gif = services.blend_gif(first=first, second=second, steps=5, side=64)
        with Image.open(io.BytesIO(gif), formats=["GIF"]) as film:
            assert sum(1 for _ in ImageSequence.Iterator(film)) == 8

    def test_recasting_asks_for_another_category(self, model: ModelVersion, ana: User) -> None:
        parent = make(ana).designs.first()
        assert parent is not None

        sheet = make(ana, "recast", "", parents=[parent.pk], categories=["Watches", "Tshirts"])

        assert [design.category for design in sheet.designs.order_by("position")] == [
            "Watches",
            "Tshirts",
        ]

    def test_steering_needs_that_people_have_funded_something(
        self, model: ModelVersion, ana: User
    ) -> None:
        designs = list(make(ana, count=12).designs.order_by("position"))
        with pytest.raises(Problem, match="Too few designs"):
            make(ana, "steer", parents=[designs[0].pk])

        votes = [(design, number) for number, design in enumerate(designs)]
        found = services.direction_fit(model=model, category="Handbags", votes=votes)
        assert found is not None
        assert np.linalg.norm(found.vector) == pytest.approx(1, abs=1e-3)
        sheet = make(ana, "steer", parents=[designs[0].pk], weight=-1)

        steered = sheet.designs.get()
        assert steered.recipe["weight"] == -1
        assert (pixels(steered) != pixels(designs[0])).any()

    def test_a_direction_needs_a_handful_of_backed_designs(
        self, model: ModelVersion, ana: User
    ) -> None:
        votes = [(design, 1) for design in make(ana, count=4).designs.all()]

        assert services.direction_fit(model=model, votes=votes) is None
        assert not Direction.objects.exists()

    def test_strangers_designs_cannot_be_edited_until_they_are_public(
        self, model: ModelVersion, ana: User, ben: User
    ) -> None:
        design = make(ana).designs.first()
        assert design is not None
        with pytest.raises(Http404):
            make(ben, "vary", parents=[design.pk])

        board = services.board_create(user=ana, name="Bags")
        services.board_pin(board=board, design=design)
        services.board_share(board=board, on=True)

        child = make(ben, "vary", parents=[design.pk], count=1).designs.get()
        assert selectors.lineage(child).parents[0].design == design

    def test_designs_of_two_models_do_not_mix(
        self, model: ModelVersion, ana: User, generators: Callable[[int], Path]
    ) -> None:
        from tests.support.generator import published

        first = make(ana).designs.first()
        assert first is not None
        other = published(generators(1), live=False)
        second = services.sheet_make(
            user=ana, kind="sample", category="Watches", model=other, options={"count": 1}
        ).designs.get()

        with pytest.raises(Problem, match="two models"):
            make(ana, "blend", parents=[first.pk, second.pk])

    def test_the_lineage_is_a_tree(self, model: ModelVersion, ana: User) -> None:
        first, second, *_rest = make(ana).designs.order_by("position")
        near = make(ana, "vary", parents=[first.pk], count=1).designs.get()
        mid = list(make(ana, "blend", parents=[near.pk, second.pk], steps=3).designs.all())[1]

        tree = selectors.lineage(selectors.design_get(ana, mid.pk))

        assert (tree.kind, [each.kind for each in tree.parents]) == ("blend", ["vary", "sample"])
        assert tree.parents[0].parents[0].design == first
        assert tree.parents[0].parents[0].depth == 2


class TestPreview:
    def test_it_shows_what_a_sheet_would_hold_and_stores_nothing(
        self, model: ModelVersion, ana: User, media: Path
    ) -> None:
        options = {"seed": 7, "count": 2}
        shown = services.preview(user=ana, kind="sample", category="Handbags", options=options)
        assert not Sheet.objects.exists()
        assert not list(media.rglob("*.png"))

        designs = make(ana, count=2).designs.order_by("position")

        assert [base64.b64decode(url.split(",")[1]) for url in shown] == [
            picture(design) for design in designs
        ]

    def test_what_takes_long_has_none(self, model: ModelVersion, ana: User) -> None:
        with pytest.raises(Problem, match="too long"):
            services.preview(user=ana, kind="sample", category="Handbags", options={"count": 30})


class TestHistory:
    def test_undo_and_redo_walk_along_it(self, model: ModelVersion, ana: User) -> None:
        one, two = make(ana, count=1), make(ana, count=1)

        assert services.sheet_undo(user=ana) == one
        assert services.sheet_undo(user=ana) is None
        assert services.sheet_undo(user=ana) is None
        assert services.sheet_redo(user=ana) == one
        assert services.sheet_redo(user=ana) == two
        assert services.sheet_redo(user=ana) == two
        assert selectors.sheets_recent(ana, 10) == [two, one]

    def test_going_on_from_an_earlier_step_drops_what_was_undone(
        self, model: ModelVersion, ana: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        one, two = make(ana, count=1), make(ana, count=2)
        kept, loose = two.designs.order_by("position")
        services.design_shortlist(design=kept, on=True)
        services.sheet_undo(user=ana)

        with django_capture_on_commit_callbacks(execute=True):
            three = make(ana, count=1)

        assert selectors.sheets_recent(ana, 10) == [three, one]
        assert selectors.sheet_undone_next(ana) is None
        assert selectors.shortlist(ana) == [kept]
        assert not Design.objects.filter(pk=loose.pk).exists()
        assert not files.path_of(loose.file).exists()
        assert files.path_of(kept.file).exists()

    def test_histories_of_two_people_never_meet(
        self, model: ModelVersion, ana: User, ben: User
    ) -> None:
        sheet = make(ana, count=1)

        assert services.sheet_undo(user=ben) is None
        assert selectors.sheet_current(ana) == sheet
        with pytest.raises(Http404):
            selectors.sheet_get(ben, sheet.pk)

    def test_old_sheets_go_and_what_is_wanted_stays(
        self, model: ModelVersion, ana: User, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        old, fresh = make(ana), make(ana, count=1)
        parent, other, loose = old.designs.order_by("position")
        child = make(ana, "vary", parents=[parent.pk], count=1).designs.get()
        services.design_shortlist(design=child, on=True)
        board = services.board_create(user=ana, name="Bags")
        services.board_pin(board=board, design=other)
        age = timezone.now() - timedelta(days=making.KEPT_DAYS + 1)
        Sheet.objects.filter(pk=old.pk).update(created_at=age)
        Design.objects.filter(sheet=old).update(created_at=age)

        with django_capture_on_commit_callbacks(execute=True):
            making.sheets_clear()

        assert set(selectors.sheets_recent(ana, 9)) == {fresh, child.sheet}
        assert set(Design.objects.filter(sheet=None)) == {parent, other}
        assert not files.path_of(loose.file).exists()

        # given that nobody wants them any more, but for a draft of a campaign
        from webapp.campaigns.models import Campaign

        Campaign.objects.create(
            design=parent, owner=ana, title="Bag", goal=1, price=1, ends_at=timezone.now()
        )
        services.design_shortlist(design=child, on=False)
        services.board_unpin(board=board, design=other)
        with django_capture_on_commit_callbacks(execute=True):
            making.sheets_clear()
        assert list(Design.objects.filter(sheet=None)) == [parent]
        assert files.path_of(parent.file).exists()

    def test_pictures_that_no_design_knows_go(
        self, model: ModelVersion, ana: User, ben: User
    ) -> None:
        gone, fresh, kept = (make(user, count=1).designs.get() for user in (ana, ana, ben))
        for design in (gone, kept):
            os.utime(files.path_of(design.file), (0, 0))
        Design.objects.filter(owner=ana).delete()

        making.sheets_clear()

        found = [files.path_of(design.file).exists() for design in (gone, fresh, kept)]
        assert found == [False, True, True]


class TestRecipes:
    def test_a_recipe_imported_on_a_fresh_database_is_the_same_file(
        self, model: ModelVersion, ana: User, generators: Callable[[int], Path]
    ) -> None:
        # given edits of edits, exported
        first, second, *_rest = make(ana).designs.order_by("position")
        near = make(ana, "vary", parents=[first.pk], count=1).designs.get()
        mid = list(make(ana, "blend", parents=[near.pk, second.pk], steps=3).designs.all())[1]
        text = json.dumps(selectors.recipe_document(mid))
        before = picture(mid)

        # when everything is gone but the model's files
        User.objects.all().delete()
        ModelVersion.objects.update(is_live=False)
        someone = User.objects.create_user("new", "new@example.org", "x")
        again = services.recipe_import(user=someone, entry=json.loads(text))

        assert picture(again) == before
        assert again.recipe == mid.recipe
        assert selectors.sheet_current(someone) == again.sheet
        tree = selectors.lineage(again)
        assert [each.design for each in tree.parents] == [None, None]

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"format": 2}, "not a recipe"),
            ({"model": "nowhere"}, "needs the model nowhere"),
            ({"kind": "dream"}, "kind is one of"),
            ({"category": "Hats"}, "no category 'Hats'"),
            ({"seed": 1e400}, "not a recipe"),
            ({"kind": "from-photo", "latent": [float("nan")] * 16}, "finite"),
            ({"kind": "from-photo", "latent": [0.0]}, "16 numbers"),
            ({"kind": "vary", "parents": [{"kind": "sample", "model": "x"}]}, "of model x"),
        ],
    )
    def test_what_is_no_recipe_gets_a_sentence(
        self, model: ModelVersion, ana: User, change: dict[str, Any], words: str
    ) -> None:
        entry = {"format": 1, "kind": "sample", "model": model.version, "category": "Watches"}

        with pytest.raises(Problem, match=words) as refused:
            services.recipe_import(user=ana, entry=entry | change)

        assert refused.value.status == 422
        assert not Design.objects.exists()

    def test_designs_survive_a_rollback_and_the_pruning_of_their_model(
        self, model: ModelVersion, ana: User, generators: Callable[[int], Path], nothing_open: None
    ) -> None:
        from tests.support.models import published_folder
        from webapp.registry import services as registry
        from webapp.registry.pruning import KEPT_VERSIONS, models_prune

        design = make(ana, count=1).designs.get()
        root = Path(model.folder).parents[3]
        others = [
            registry.model_publish(
                source=published_folder(root / f"m{n}", model.kind, n=n, preset=model.kind),
                kind=model.kind,
            )
            for n in range(KEPT_VERSIONS + 2)
        ]
        ModelVersion.objects.filter(pk=model.pk).update(is_live=False)

        removed = models_prune(model.kind)

        assert others[0] in removed
        assert model not in removed
        again = services.recipe_import(user=ana, entry=selectors.recipe_document(design))
        assert picture(again) == picture(design)

    def test_what_came_with_the_program_is_set_aside_for_its_designs(
        self, model: ModelVersion, ana: User, generators: Callable[[int], Path],
        monkeypatch: pytest.MonkeyPatch, nothing_open: None,
    ) -> None:  # fmt: skip
        # given a shipped model, with a design of its own
        import shutil

        from webapp.registry.engine import files as registry_files

        shutil.rmtree(model.folder)
        monkeypatch.setattr(registry_files, "_shipped_folder", lambda kind: generators(0))
        ModelVersion.objects.filter(pk=model.pk).update(folder="shipped")
        design = make(ana, count=1).designs.get()
        before = picture(design)

        # when the next program brings another one in its place
        monkeypatch.setattr(registry_files, "_shipped_folder", lambda kind: generators(1))
        ModelVersion.objects.filter(pk=model.pk).update(folder="")
        from webapp.studio.engine import designers

        designers.close()

        again = services.recipe_import(user=ana, entry=selectors.recipe_document(design))
        assert picture(again) == before


class TestAfterAPhoto:
    @pytest.mark.slow
    def test_a_job_searches_and_the_photo_goes(
        self, model: ModelVersion, ana: User, run_jobs: Callable[[], int],
        monkeypatch: pytest.MonkeyPatch, nothing_open: None,
    ) -> None:  # fmt: skip
        monkeypatch.setattr("webapp.studio.engine.searching.STEPS", 3)
        photo = SimpleUploadedFile("a.png", encoded(drawing("Handbags", "Red", 0), "PNG"))

        sheet = services.sheet_make(
            user=ana, kind="from-photo", category="Handbags", options={"count": 2}, photo=photo
        )
        assert sheet.state == Sheet.State.MAKING
        assert files.photo_path(sheet.pk).exists()
        run_jobs()

        made = selectors.sheet_get(ana, sheet.pk)
        assert made.state == Sheet.State.MADE, made.error
        assert made.designs.count() == 2
        assert not files.photo_path(sheet.pk).exists()

    @pytest.mark.slow
    def test_how_far_the_search_is_can_be_told_from_the_start(
        self, model: ModelVersion, ana: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("webapp.studio.engine.searching.STEPS", 3)
        sheet = after_photo(ana, count=2)

        assert told_of(sheet) == [(done, 6) for done in (0, 0, 1, 2, 3, 3, 4, 5, 6)]

    def test_a_model_that_knows_codes_tells_each_design(
        self, studio_settings: Settings, ana: User, tmp_path: Path,
        embedders: Callable[[int], Path],
    ) -> None:  # fmt: skip
        from ml.features import Features
        from tests.support.generator import make_generator, published

        studio_settings.EMBEDDER = str(embedders(1))
        version = Features(studio_settings.EMBEDDER, threads=1).version
        folder = make_generator(tmp_path / "encoder", preset="encoder-64", encoder=version)
        published(folder, "encoder-64")
        sheet = after_photo(ana, category="", count=3)

        assert told_of(sheet) == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def test_what_is_no_photo_leaves_nothing(self, model: ModelVersion, ana: User) -> None:
        with pytest.raises(Problem) as refused:
            services.sheet_make(
                user=ana, kind="from-photo", category="Handbags",
                photo=SimpleUploadedFile("a.png", b"<svg/>"),
            )  # fmt: skip
        assert refused.value.status == 400
        with pytest.raises(Problem, match="No photo came along"):
            services.sheet_make(user=ana, kind="from-photo", category="Handbags")
        assert not Sheet.objects.exists()
        assert not Job.objects.exists()

    def test_a_job_that_died_is_told_on_the_sheet(self, model: ModelVersion, ana: User) -> None:
        sheet = make(ana, count=20)
        Job.objects.update(state=Job.State.FAILED, error="Out of memory.\nTraceback")

        found = selectors.sheet_current(ana)

        assert found == sheet
        assert (found.state, found.error) == (Sheet.State.FAILED, "Out of memory.")


def after_photo(user: User, category: str = "Handbags", **options: Any) -> Sheet:
    photo = SimpleUploadedFile("a.png", encoded(drawing("Handbags", "Red", 0), "PNG"))
    return services.sheet_make(
        user=user, kind="from-photo", category=category, options=options, photo=photo
    )


def told_of(sheet: Sheet) -> list[tuple[int, int]]:
    """Run the sheet's job: (done, total) each time it says how far it is."""
    job = selectors.sheet_job(sheet)
    assert job is not None
    told = run_told(job)
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED, job.error
    return told


def pixels(design: Design) -> Any:
    with Image.open(files.path_of(design.file), formats=["PNG"]) as image:
        return np.asarray(image)
