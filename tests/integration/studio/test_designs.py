"""A design and the world: who sees it, on which boards, in which size, and what others say."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.support.shop import drawing, encoded, product_with_picture
from webapp.catalog.images import image_store
from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.registry import selectors as registry
from webapp.registry.models import ModelVersion
from webapp.search import indexing
from webapp.studio import doors, files, selectors, services
from webapp.studio.models import Design

pytestmark = pytest.mark.django_db


@pytest.fixture
def designs(model: ModelVersion, ana: User) -> list[Design]:
    sheet = services.sheet_make(
        user=ana, kind="sample", category="Handbags", options={"seed": 1, "count": 4}
    )
    return list(sheet.designs.order_by("position"))


class TestWhoSees:
    def test_a_design_is_its_owners_alone(
        self, designs: list[Design], ana: User, ben: User
    ) -> None:
        assert selectors.design_get(ana, designs[0].pk) == designs[0]
        for stranger in (ben, AnonymousUser()):
            with pytest.raises(Http404):
                selectors.design_get(stranger, designs[0].pk)
            with pytest.raises(Http404):
                selectors.design_for(stranger, designs[0].pk)

    def test_its_file_is_not_served_as_media(self, designs: list[Design], client: Client) -> None:
        assert files.path_of(designs[0].file).exists()
        assert client.get(f"/media/{designs[0].file}").status_code == 404

    def test_a_shared_board_shows_it_until_the_link_is_taken_back(
        self, designs: list[Design], ana: User, ben: User
    ) -> None:
        board = services.board_create(user=ana, name="  Bags  for\nspring ")
        services.board_pin(board=board, design=designs[0])
        services.board_share(board=board, on=True)
        token = board.token

        assert selectors.design_for(AnonymousUser(), designs[0].pk) == designs[0]
        assert selectors.board_shared(token).name == "Bags for spring"
        with pytest.raises(Http404):
            selectors.board_get(ben, board.pk)

        services.board_share(board=board, on=False)
        services.board_share(board=board, on=True)
        with pytest.raises(Http404):
            selectors.board_shared(token)
        services.board_share(board=board, on=False)
        with pytest.raises(Http404):
            selectors.design_for(ben, designs[0].pk)

    def test_an_app_above_may_publish_it(
        self, designs: list[Design], ben: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doors, "_public", [])
        doors.public_when(lambda design: design.pk == designs[0].pk)

        assert selectors.design_for(ben, designs[0].pk) == designs[0]
        with pytest.raises(Http404):
            selectors.design_for(ben, designs[1].pk)

    def test_a_moderator_hides_it_and_it_is_noted(
        self, designs: list[Design], ana: User, ben: User, admin_client: Client, admin_user: User
    ) -> None:
        board = services.board_create(user=ana, name="Bags")
        services.board_pin(board=board, design=designs[0])
        services.board_share(board=board, on=True)

        page = admin_client.get("/admin/studio/design/")
        assert page.status_code == 200
        admin_client.post(
            "/admin/studio/design/", {"action": "hide", "_selected_action": [designs[0].pk]}
        )

        with pytest.raises(Http404):
            selectors.design_for(ben, designs[0].pk)
        assert selectors.design_for(ana, designs[0].pk)
        assert selectors.design_for(admin_user, designs[0].pk)
        assert selectors.board_designs(selectors.board_shared(board.token), public=True) == []
        assert LogEntry.objects.get().user == admin_user
        assert admin_client.get(f"/admin/studio/design/{designs[0].pk}/change/").status_code == 200


class TestBoards:
    def test_designs_keep_their_order(self, designs: list[Design], ana: User) -> None:
        board = services.board_create(user=ana, name="Bags")
        for design in (*designs, designs[0]):
            services.board_pin(board=board, design=design)
        one, two, three, four = designs

        services.board_reorder(board=board, ids=[str(each.pk) for each in (four, two, one, three)])
        services.board_unpin(board=board, design=two)
        services.board_unpin(board=board, design=two)

        found = selectors.board_get(ana, board.pk)
        assert selectors.board_designs(found) == [four, one, three]
        assert [pin.position for pin in found.pins.all()] == [0, 1, 2]

    def test_an_order_of_other_designs_is_refused(self, designs: list[Design], ana: User) -> None:
        board = services.board_create(user=ana, name="Bags")
        services.board_pin(board=board, design=designs[0])

        for ids in ([], [designs[1].pk], [designs[0].pk, designs[0].pk]):
            with pytest.raises(Problem, match="board has changed"):
                services.board_reorder(board=board, ids=ids)

    def test_strangers_designs_and_boards_without_a_name_are_refused(
        self, designs: list[Design], ben: User
    ) -> None:
        board = services.board_create(user=ben, name="Bags")
        with pytest.raises(Problem, match="Only your own"):
            services.board_pin(board=board, design=designs[0])
        with pytest.raises(Problem, match="name"):
            services.board_rename(board=board, name=" \n ")

    def test_a_deleted_board_lets_its_designs_go(self, designs: list[Design], ana: User) -> None:
        board = services.board_create(user=ana, name="Bags")
        services.board_pin(board=board, design=designs[0])
        services.board_pin(board=board, design=designs[1])
        services.design_shortlist(design=designs[1], on=True)

        services.board_delete(board=board)

        kept = Design.objects.filter(is_kept=True)
        assert list(kept) == [designs[1]]


class TestPictures:
    def test_it_is_enlarged_when_first_asked_for(self, designs: list[Design]) -> None:
        drawn = selectors.design_file(designs[0], 64)
        large = selectors.design_file(designs[0], 512)

        assert drawn.suffix == ".png"
        with Image.open(large, formats=["WEBP"]) as image:
            assert image.size == (512, 512)
        before = large.stat().st_mtime_ns
        assert selectors.design_file(designs[0], 512).stat().st_mtime_ns == before
        with pytest.raises(Http404):
            selectors.design_file(designs[0], 4096)

    def test_a_missing_file_is_said(self, designs: list[Design]) -> None:
        files.path_of(designs[0].file).unlink()
        with pytest.raises(Problem) as refused:
            selectors.design_file(designs[0], 256)
        assert refused.value.status == 410

    def test_the_export_is_labelled_and_carries_its_recipe(self, designs: list[Design]) -> None:
        content = services.design_export(design=designs[0], side=256)

        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()
            assert image.width == 256
            assert image.height > 256
            assert '"seed": 1' in image.info["recipe"]
        with pytest.raises(Problem, match="64 to 2048"):
            services.design_export(design=designs[0], side=10_000)


class TestModelFacts:
    def test_weak_categories_are_named(self, model: ModelVersion) -> None:
        facts = selectors.model_facts(model)

        weak = {row.name: row.is_weak for row in facts.per_category}
        assert weak == {
            "Handbags": True,  # few photos
            "Tshirts": True,  # hardly covered
            "Watches": False,
            "Sports Shoes": False,
        }
        assert facts.photos == 50 + 150 + 250 + 350
        assert facts.minutes == 12
        assert "<table>" in facts.card_html
        assert facts.film_path is None
        assert not selectors.learnt_here(model)

    def test_the_default_is_the_champion(self, model: ModelVersion, generators: Any) -> None:
        from tests.support.generator import published

        other = published(generators(1), live=False)

        found = selectors.studio_models()
        assert [each.version for each in found] == [model, other]
        assert ("Tshirts", "T-shirts") in found[0].categories

    def test_the_film_of_its_training_is_found(
        self, model: ModelVersion, studio_settings: Any
    ) -> None:
        film = Path(studio_settings.VAR_DIR) / "runs" / "r1" / "film.mp4"
        film.parent.mkdir(parents=True)
        film.write_bytes(b"film")
        model.run = "r1"
        assert selectors.model_facts(model).film_path == film
        model.run = "../runs/r1"
        assert selectors.model_facts(model).film_path is None


class TestLook:
    def test_without_an_index_the_classifier_alone_is_asked(
        self, designs: list[Design], classifier: Any
    ) -> None:
        look = services.design_look(design=designs[0])

        assert len(look["categories"]) == 2
        assert look["nearest"] == []
        assert look["originality"] is None

    def test_the_nearest_products_and_what_they_mean(
        self, shop: list[Product], model: ModelVersion, ana: User
    ) -> None:
        design = self.drawn(ana)

        look = services.design_look(design=design)

        similarities = [near["similarity"] for near in look["nearest"]]
        assert {near["id"] for near in look["nearest"]} <= {product.pk for product in shop}
        assert similarities == sorted(similarities, reverse=True)
        assert look["originality"] is not None
        assert look["originality"]["verdict"] in ("new", "close")
        assert look["originality"]["similarity"] == similarities[0]
        assert not look["originality"]["learnt_here"]
        design.refresh_from_db()
        assert design.look == look

    def test_a_copy_is_called_one_beside_its_product(
        self, shop: list[Product], model: ModelVersion, ana: User, run_jobs: Any
    ) -> None:
        # given a product whose photo shows the design itself, and a look from before
        design = self.drawn(ana)
        before = services.design_look(design=design)
        copy = product_with_picture(900, "Handbags", "Red")
        stored = image_store(selectors.design_file(design, 512).read_bytes())
        copy.images.update(
            file=stored.file, thumbnail=stored.thumbnail, sha256=stored.sha256,
            width=stored.width, height=stored.height,
        )  # fmt: skip
        indexing.index_enqueue()
        run_jobs()

        look = services.design_look(design=design)

        assert look["versions"]["index"] != before["versions"]["index"]
        assert look["nearest"][0]["id"] == copy.pk
        assert look["originality"] is not None
        assert look["originality"]["product_id"] == copy.pk
        assert look["originality"]["verdict"] == "copy"

    def test_designs_near_what_people_look_for(
        self, shop: list[Product], model: ModelVersion, ana: User, run_jobs: Any
    ) -> None:
        from webapp.search import engine

        # given the vectors of one of the model's own designs
        design = self.drawn(ana)
        with Image.open(files.path_of(design.file), formats=["PNG"]) as image:
            [vector] = engine.vectors([image.convert("RGB")])
        halves = {"shape": vector[:192] * 2**0.5, "colour": vector[192:] * 2**0.5}
        options = {name: values.tolist() for name, values in halves.items()}

        sheet = services.sheet_make(
            user=ana, kind="nearest", category="Handbags",
            options=options | {"seed": 0, "count": 3, "truncation": 0.8},
        )  # fmt: skip
        run_jobs()

        made = selectors.sheet_get(ana, sheet.pk)
        assert made.error == ""
        best = made.designs.first()
        assert best is not None
        assert best.seed == design.seed

    @pytest.mark.slow
    def test_a_model_that_knows_codes_draws_from_them(
        self, shop: list[Product], studio_settings: Settings, ana: User, run_jobs: Any,
        tmp_path: Path,
    ) -> None:  # fmt: skip
        from tests.support.generator import make_generator, published

        live = registry.model_live("embedder")
        assert live is not None
        folder = make_generator(tmp_path / "e", preset="encoder-64", encoder=live.version)
        published(folder, "encoder-64")
        options = {"shape": [1.0] * 192, "colour": [1.0] * 64, "count": 2}
        photo = SimpleUploadedFile("a.png", encoded(drawing("Handbags", "Red", 0), "PNG"))

        with pytest.raises(Problem, match="after photos"):
            services.sheet_make(user=ana, kind="sample", category="Handbags")
        near = services.sheet_make(user=ana, kind="nearest", category="Handbags", options=options)
        after = services.sheet_make(user=ana, kind="from-photo", photo=photo)
        run_jobs()

        for sheet, count in ((near, 2), (after, 4)):
            made = selectors.sheet_get(ana, sheet.pk)
            assert made.error == ""
            assert made.designs.count() == count
            assert {design.recipe["kind"] for design in made.designs.all()} == {"from-photo"}

    def test_vectors_of_another_embedder_are_refused_on_the_sheet(
        self, shop: list[Product], model: ModelVersion, ana: User, run_jobs: Any
    ) -> None:
        options = {"shape": [1.0] * 192, "colour": [1.0] * 64, "embedder": "of-yore"}
        sheet = services.sheet_make(user=ana, kind="nearest", category="Handbags", options=options)
        run_jobs()

        made = selectors.sheet_get(ana, sheet.pk)
        assert made.state == made.State.FAILED
        assert "Another embedder" in made.error

    def drawn(self, user: User) -> Design:
        options = {"seed": 5, "count": 1, "truncation": 0.8}
        return services.sheet_make(
            user=user, kind="sample", category="Handbags", options=options
        ).designs.get()
