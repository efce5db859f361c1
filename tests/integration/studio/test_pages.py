"""The studio's pages, with a tiny true generator and without a browser."""

import io
import json
import re
import uuid
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.studio import selectors, services
from webapp.studio.models import Board, Design, Direction, Sheet

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SHEET = {"HX-Request": "true", "HX-Target": "sheet"}


@pytest.fixture
def designer(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def stranger(ben: User) -> Client:
    """Signed in as somebody else."""
    client = Client()
    client.force_login(ben)
    return client


@pytest.fixture
def designs(ana: User, model: ModelVersion) -> list[Design]:
    """A first sheet of four handbags."""
    sheet = services.sheet_make(
        user=ana, kind="sample", category="Handbags", options={"seed": 7, "count": 4}
    )
    return list(sheet.designs.order_by("position"))


def text(answer) -> str:
    return answer.content.decode()


def make(client: Client, **fields) -> str:
    answer = client.post("/studio/make", fields, headers=SHEET)
    assert answer.status_code == 200, text(answer)
    return text(answer)


def tiles(html: str) -> int:
    return len(re.findall(r'class="picture square tile-link"', html))


# Without a generator, without an account ---------------------------------------------------


def test_without_a_generator_the_studio_says_so_and_stays_usable(designer: Client) -> None:
    answer = designer.get("/studio/")
    assert answer.status_code == 200
    assert "There is no design model yet" in text(answer)
    assert "/admin/" not in text(answer)
    assert designer.get("/studio/boards").status_code == 200


def test_without_a_generator_an_admin_is_told_what_to_do(designer: Client, ana: User) -> None:
    ana.is_staff = ana.is_superuser = True
    ana.save()
    html = text(designer.get("/studio/"))
    assert "promote it" in html
    assert "manage.py retrain" in html
    assert "/admin/registry/modelversion/" in html


@pytest.mark.parametrize("path", ["", "shortlist", "boards", "compare"])
def test_the_studio_asks_strangers_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(f"/studio/{path}")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


# Drawing -----------------------------------------------------------------------------------


def test_a_form_draws_a_sheet_and_the_studio_shows_it(
    designer: Client, model: ModelVersion
) -> None:
    # given an empty studio
    assert "Nothing drawn yet" in text(designer.get("/studio/"))
    # when the form is sent without JavaScript
    answer = designer.post(
        "/studio/make", {"kind": "sample", "category": "Watches", "count": "8", "seed": "1"}
    )
    # then the studio shows the sheet, and a reload sends nothing anew
    assert (answer.status_code, answer["Location"]) == (303, "/studio/")
    html = text(designer.get("/studio/"))
    assert tiles(html) == 8
    assert '<option value="Watches"' in html
    assert Sheet.objects.count() == 1


def test_a_seed_counts_where_it_is_locked_or_was_previewed(
    designer: Client, model: ModelVersion
) -> None:
    def drawn(**more: str) -> int:
        make(designer, kind="sample", category="Handbags", count="4", seed="7", **more)
        return int(Sheet.objects.first().options["seed"])

    assert drawn(lock="1") == 7
    assert drawn(keep="1") == 7
    assert drawn() != 7


def test_how_the_controls_were_left_is_remembered(designer: Client, model: ModelVersion) -> None:
    make(
        designer,
        kind="sample",
        category="Handbags",
        count="8",
        seed="7",
        lock="1",
        truncation="0.5",
    )
    html = text(designer.get("/studio/"))
    assert re.search(r'id="lock"[^>]* checked', html)
    assert re.search(r'name="count" value="8" checked', html)
    assert re.search(r'id="seed"[^>]*value="7"', html)
    assert re.search(r'id="truncation-number"[^>]*value="0.50"', html)


def test_a_preview_is_what_would_be_drawn_and_stores_nothing(
    designer: Client, model: ModelVersion
) -> None:
    fields = {"kind": "sample", "category": "Handbags", "count": "4", "seed": "7"}
    first = designer.post("/studio/preview", fields).json()["images"]
    assert len(first) == 4
    assert all(url.startswith("data:image/png;base64,") for url in first)
    assert designer.post("/studio/preview", fields).json()["images"] == first
    assert not Design.objects.exists()
    fields["truncation"] = "0.2"
    assert designer.post("/studio/preview", fields).json()["images"] != first


def test_variations_can_be_adjusted(designer: Client, designs: list[Design]) -> None:
    html = make(designer, kind="vary", parents=str(designs[0].pk), count="4")
    assert tiles(html) == 4
    sheet = Sheet.objects.first()
    # the form that moves the radius draws the same seeds around the same parent
    form = html[html.index('id="adjust"') :]
    assert f'name="parents" value="{designs[0].pk}"' in form
    assert f'name="seed" value="{sheet.options["seed"]}"' in form
    assert 'name="radius"' in form


def test_blend_and_recast(designer: Client, designs: list[Design]) -> None:
    first, second = str(designs[0].pk), str(designs[1].pk)
    html = make(designer, kind="blend", parents=[first, second], steps="5")
    assert tiles(html) == 5
    assert f"/studio/blend.gif?a={first}&amp;b={second}" in html
    make(designer, kind="recast", parents=first, category="Watches")
    assert Sheet.objects.first().designs.get().category == "Watches"


def test_steering_is_offered_once_people_have_pledged(
    designer: Client, designs: list[Design]
) -> None:
    assert 'data-does="steer"' not in text(designer.get("/studio/"))
    latent = designs[0].model.manifest["latent"]
    Direction.objects.create(
        model=designs[0].model, vector=[1.0] + [0.0] * (latent - 1), designs=5, pledges=9
    )
    assert 'data-does="steer"' in text(designer.get("/studio/"))
    html = make(designer, kind="steer", parents=str(designs[0].pk), weight="0.3")
    assert 'name="weight"' in html[html.index('id="adjust"') :]


def test_undo_and_redo_walk_through_the_sheets(designer: Client, model: ModelVersion) -> None:
    for count in ("4", "8"):
        make(designer, kind="sample", category="Handbags", count=count)
    back = text(designer.post("/studio/undo", headers=SHEET))
    assert tiles(back) == 4
    start = text(designer.post("/studio/undo", headers=SHEET))
    assert "Nothing drawn yet" in start
    assert re.search(r'id="undo"[^>]* disabled', start)
    again = text(designer.post("/studio/redo", headers=SHEET))
    assert tiles(again) == 4
    # without JavaScript the same buttons lead back to the page
    assert designer.post("/studio/redo")["Location"] == "/studio/"
    assert tiles(text(designer.get("/studio/"))) == 8


def test_an_earlier_sheet_can_be_looked_at(
    designer: Client, stranger: Client, designs: list[Design]
) -> None:
    make(designer, kind="sample", category="Watches", count="8")
    address = f"/studio/sheet/{designs[0].sheet_id}"
    assert "<html" not in text(designer.get(address, headers=SHEET))
    assert tiles(text(designer.get(address))) == 4
    assert stranger.get(address).status_code == 404


def test_what_cannot_be_drawn_is_refused_in_a_sentence(
    designer: Client, designs: list[Design]
) -> None:
    answer = designer.post(
        "/studio/make", {"kind": "sample", "category": "Unicorns"}, headers=SHEET
    )
    assert answer.status_code == 422
    assert "Choose another category" in text(answer)
    answer = designer.post("/studio/make", {"kind": "sample", "model": "999"}, headers=SHEET)
    assert "Choose another one" in text(answer)


def test_a_photo_becomes_a_sheet_that_tells_of_its_progress(
    designer: Client, model: ModelVersion
) -> None:
    # when a photo is sent
    buffer = io.BytesIO()
    Image.new("RGB", (200, 240), "#a04030").save(buffer, "JPEG")
    buffer.seek(0)
    buffer.name = "bag.jpg"
    answer = designer.post(
        "/studio/photo", {"photo": buffer, "category": "Handbags"}, headers=SHEET
    )
    html = text(answer)
    # then its sheet asks for news of itself until it is made
    sheet = Sheet.objects.get()
    assert f'hx-get="/studio/sheet/{sheet.pk}" hx-trigger="load delay' in html
    assert "<progress" in html
    Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.FAILED, error="No luck today.")
    done = text(designer.get(f"/studio/sheet/{sheet.pk}", headers=SHEET))
    assert 'hx-trigger="load' not in done
    assert "No luck today." in done


def test_a_photo_that_is_missing_is_asked_for(designer: Client, model: ModelVersion) -> None:
    answer = designer.post("/studio/photo", {"category": "Handbags"}, headers=SHEET)
    assert answer.status_code == 422
    assert "Choose a JPEG" in text(answer)


# A design ----------------------------------------------------------------------------------


def test_the_page_of_a_design(designer: Client, designs: list[Design]) -> None:
    make(designer, kind="vary", parents=str(designs[0].pk), count="4")
    child = Sheet.objects.first().designs.first()
    html = text(designer.get(f"/studio/design/{child.pk}"))
    assert "AI concept" in html
    assert str(child.seed) in html
    # its parent is in the tree, below it
    tree = html[html.index('class="lineage"') :]
    assert tree.index(str(child.pk)) < tree.index(str(designs[0].pk))


def test_a_design_is_its_owners_until_its_board_is_shared(
    designer: Client, stranger: Client, client: Client, ana: User, designs: list[Design]
) -> None:
    pk = designs[0].pk
    private = [f"/studio/design/{pk}", f"/studio/design/{pk}/picture/256",
               f"/studio/design/{pk}/look", f"/studio/design/{pk}/design.png",
               f"/studio/design/{pk}/recipe.json"]  # fmt: skip
    for address in private:
        assert stranger.get(address).status_code == 404, address
        assert client.get(address).status_code == 404, address
    board = services.board_create(user=ana, name="Bags")
    services.board_pin(board=board, design=designs[0])
    designer.post(f"/studio/board/{board.pk}/share", {"on": "1"})
    page = stranger.get(f"/studio/design/{pk}")
    assert page.status_code == 200
    assert "by ana" in text(page)
    assert "/studio/make" not in text(page)
    # its files for making it again stay the owner's
    assert stranger.get(f"/studio/design/{pk}/recipe.json").status_code == 404
    assert stranger.post(f"/studio/design/{pk}/name", {"title": "Mine"}).status_code == 404


def test_pictures_in_three_sizes(designer: Client, designs: list[Design]) -> None:
    for side in (64, 256, 512):
        answer = designer.get(f"/studio/design/{designs[0].pk}/picture/{side}")
        content = b"".join(answer.streaming_content)
        assert answer["Content-Type"] == ("image/png" if side == 64 else "image/webp")
        assert Image.open(io.BytesIO(content)).size == (side, side)
        assert answer["Cache-Control"].startswith("private")
    assert designer.get(f"/studio/design/{designs[0].pk}/picture/100").status_code == 404


def test_a_design_gets_a_name(designer: Client, designs: list[Design]) -> None:
    designer.post(f"/studio/design/{designs[0].pk}/name", {"title": "The  moon bag"})
    assert "The moon bag" in text(designer.get(f"/studio/design/{designs[0].pk}"))


def test_an_exported_recipe_and_png_draw_the_same_bytes_again(
    designer: Client, stranger: Client, designs: list[Design]
) -> None:
    def bytes_of(client: Client, pk: uuid.UUID) -> bytes:
        answer = client.get(f"/studio/design/{pk}/picture/64")
        return Image.open(io.BytesIO(b"".join(answer.streaming_content))).tobytes()

    for name in ("recipe.json", "design.png"):
        exported = io.BytesIO(designer.get(f"/studio/design/{designs[1].pk}/{name}").content)
        exported.name = name
        answer = stranger.post("/studio/recipe", {"recipe": exported})
        assert answer.status_code == 303
        again = uuid.UUID(answer["Location"].rsplit("/", 1)[1])
        assert again != designs[1].pk
        assert bytes_of(stranger, again) == bytes_of(designer, designs[1].pk)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\x89PNG\r\n\x1a\nnope", json.dumps({"kind": "x"}).encode()]
)
def test_what_is_no_recipe_is_refused_in_a_sentence(
    content: bytes, designer: Client, model: ModelVersion
) -> None:
    file = io.BytesIO(content)
    file.name = "recipe.json"
    answer = designer.post("/studio/recipe", {"recipe": file})
    assert answer.status_code == 422
    assert not Design.objects.exists()


def test_a_look_that_nobody_can_give_now_is_asked_for_again(
    designer: Client, designs: list[Design]
) -> None:
    """No classifier and no index here: the fragment says so, and never breaks the page."""
    answer = designer.get(f"/studio/design/{designs[0].pk}/look", headers=HTMX)
    assert answer.status_code == 200
    assert 'id="look"' in text(answer)
    page = designer.get(f"/studio/design/{designs[0].pk}/look")
    assert "<html" in text(page)


# Two designs, the shortlist, boards --------------------------------------------------------


def test_two_designs_side_by_side(
    designer: Client, stranger: Client, designs: list[Design]
) -> None:
    address = f"/studio/compare?a={designs[0].pk}&b={designs[1].pk}"
    html = text(designer.get(address))
    assert html.count("data:image/png;base64,") >= 9
    gif = designer.get(f"/studio/blend.gif?a={designs[0].pk}&b={designs[1].pk}")
    assert Image.open(io.BytesIO(gif.content)).n_frames > 5
    assert stranger.get(address).status_code == 404
    assert designer.get("/studio/compare?a=x").status_code == 422


def test_the_heart_shortlists(designer: Client, stranger: Client, designs: list[Design]) -> None:
    pk = str(designs[0].pk)
    # by htmx in the studio the tray comes along
    answer = designer.post(
        "/studio/shortlist",
        {"design": pk, "on": "1"},
        headers=HTMX | {"HX-Target": f"keep-{pk}", "HX-Current-URL": "http://testserver/studio/"},
    )
    assert 'aria-pressed="true"' in text(answer)
    assert 'hx-swap-oob="true"' in text(answer)
    assert pk in text(designer.get("/studio/shortlist"))
    # by a plain form it is taken off again
    designer.post("/studio/shortlist", {"design": pk})
    assert pk not in text(designer.get("/studio/shortlist"))
    assert stranger.post("/studio/shortlist", {"design": pk}).status_code == 404


def test_a_board_from_its_making_to_its_end(
    designer: Client, stranger: Client, client: Client, designs: list[Design]
) -> None:
    # a design is pinned to a new board, and a second to the same
    designer.post("/studio/pin", {"design": str(designs[0].pk), "name": "Summer"})
    board = Board.objects.get()
    answer = designer.post(
        "/studio/pin", {"design": str(designs[1].pk), "board": str(board.pk)}, headers=HTMX
    )
    assert "Pinned to “Summer”." in text(answer)
    assert "2 designs" in text(designer.get("/studio/boards"))
    # put in another order, by the arrows and by dragging
    ids = [str(designs[0].pk), str(designs[1].pk)]
    designer.post(f"/studio/board/{board.pk}/order", {"ids": ids, "move": f"{ids[0]}:1"})
    assert shown_order(designer, board, designs) == ids[::-1]
    designer.post(f"/studio/board/{board.pk}/order", {"ids": ids}, headers=HTMX)
    assert shown_order(designer, board, designs) == ids
    # shared by a link that can be taken back
    designer.post(f"/studio/board/{board.pk}/share", {"on": "1"})
    link = re.search(r"/studio/shared/[\w-]+", text(designer.get(f"/studio/board/{board.pk}")))[0]
    assert tiles(text(client.get(link))) == 2
    designer.post(f"/studio/board/{board.pk}/share", {"on": "0"})
    assert client.get(link).status_code == 404
    # nobody else's
    for address in ("", "/rename", "/delete", "/share", "/order"):
        send = stranger.post if address else stranger.get
        assert send(f"/studio/board/{board.pk}{address}", {"name": "x"}).status_code == 404
    designer.post(f"/studio/board/{board.pk}/rename", {"name": "Autumn"})
    designer.post("/studio/unpin", {"board": str(board.pk), "design": ids[0]})
    assert "Autumn" in text(designer.get("/studio/boards"))
    assert "1 design" in text(designer.get("/studio/boards"))
    designer.post(f"/studio/board/{board.pk}/delete")
    assert not Board.objects.exists()
    assert Design.objects.filter(pk=designs[0].pk).exists()


def shown_order(client: Client, board: Board, designs: list[Design]) -> list[str]:
    html = text(client.get(f"/studio/board/{board.pk}"))
    return re.findall(r'<li class="tile" data-design="([^"]+)"', html)


def test_a_board_needs_a_name(designer: Client, ana: User) -> None:
    assert designer.post("/studio/boards", {"name": "  "}).status_code == 422


# The model, and manners --------------------------------------------------------------------


def test_what_a_model_learnt_from(designer: Client, model: ModelVersion) -> None:
    html = text(designer.get(f"/studio/model/{model.pk}"))
    for row in selectors.model_facts(model).per_category:
        assert row.label in html
    assert "weak" in html
    assert "<video" not in html
    assert designer.get(f"/studio/model/{model.pk}/film.mp4").status_code == 404
    film = Path(model.folder) / "film.mp4"
    film.write_bytes(b"\x00\x00\x00\x18ftypmp42")
    assert "<video" in text(designer.get(f"/studio/model/{model.pk}"))
    whole = designer.get(f"/studio/model/{model.pk}/film.mp4")
    assert (whole.status_code, whole["Content-Type"]) == (200, "video/mp4")
    part = designer.get(f"/studio/model/{model.pk}/film.mp4", headers={"range": "bytes=4-7"})
    assert (part.status_code, b"".join(part)) == (206, b"ftyp")


def test_pages_carry_no_inline_style_or_script(
    designer: Client, designs: list[Design], ana: User
) -> None:
    board = services.board_create(user=ana, name="Bags")
    services.board_pin(board=board, design=designs[0])
    services.design_shortlist(design=designs[1], on=True)
    pk = designs[0].pk
    for address in (
        "/studio/", f"/studio/design/{pk}", f"/studio/compare?a={pk}&b={designs[1].pk}",
        "/studio/boards", f"/studio/board/{board.pk}", "/studio/shortlist",
        f"/studio/model/{designs[0].model_id}",
    ):  # fmt: skip
        answer = designer.get(address)
        html = text(answer)
        assert answer.status_code == 200, address
        assert not re.search(r"\sstyle=|\son\w+=|<style", html), address
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_the_studio_takes_few_queries_however_many_designs(
    designer: Client, model: ModelVersion, django_assert_max_num_queries
) -> None:
    make(designer, kind="sample", category="Handbags", count="16")
    with django_assert_max_num_queries(25):
        designer.get("/studio/")
