import pytest

NAME = "products/ab/" + "ab" * 32 + ".webp"


@pytest.fixture
def picture(media):
    path = media / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<script>alert(1)</script>")
    return path


def test_a_picture_has_its_own_type_and_can_run_nothing(client, picture):
    response = client.get(f"/media/{NAME}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(response) == picture.read_bytes()
    assert response["Content-Length"] == str(picture.stat().st_size)


def test_a_name_made_of_content_never_changes(client, picture):
    assert "immutable" in client.get(f"/media/{NAME}")["Cache-Control"]


def test_another_name_may_change(client, media):
    (media / "logo.png").write_bytes(b"x")
    response = client.get("/media/logo.png")
    assert response["Cache-Control"] == "public, max-age=300"


def test_a_known_picture_is_not_sent_again(client, picture):
    etag = client.get(f"/media/{NAME}")["ETag"]
    response = client.get(f"/media/{NAME}", HTTP_IF_NONE_MATCH=etag)
    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "queries/0000.jpg",  # private
        "designs/00/0000.png",
        "../secret_key",
        "products/../../secret_key",
        "products/..%2f..%2fsecret_key",
        "page.html",
        "drawing.svg",
        ".hidden.png",
        "products",
        "missing.png",
        "bad%00.png",
        "a//b.png",
    ],
)
def test_nothing_else_is_served(client, media, path):
    for name in ("page.html", "drawing.svg", ".hidden.png"):
        (media / name).write_bytes(b"x")
    for private in ("queries/0000.jpg", "designs/00/0000.png"):
        (media / private).parent.mkdir(parents=True)
        (media / private).write_bytes(b"private")
    (media.parent / "secret_key").write_bytes(b"secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(client, media, tmp_path):
    (tmp_path / "outside.png").write_bytes(b"x")
    (media / "inside.png").symlink_to(tmp_path / "outside.png")
    assert client.get("/media/inside.png").status_code == 404


def test_only_reading_is_allowed(client, picture):
    assert client.post(f"/media/{NAME}").status_code == 405
