"""Pictures from strangers: only whole, sane ones are stored, clean and under their content."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.support.catalogues import jpeg
from webapp.catalog.images import BadImage, decode, image_store, is_stored_form


def encoded(image: Image.Image, format: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def test_a_small_picture_is_stored_as_it_is_and_is_its_own_thumbnail(media: Path):
    stored = image_store(jpeg(1))
    assert (stored.width, stored.height) == (60, 80)
    assert stored.file == stored.thumbnail == f"products/{stored.sha256[:2]}/{stored.sha256}.webp"
    assert Image.open(media / stored.file).size == (60, 80)


def test_a_large_picture_gets_a_thumbnail_and_a_cap(media: Path):
    stored = image_store(encoded(Image.new("RGB", (3000, 1500), "red"), "PNG"))
    assert (stored.width, stored.height) == (1600, 800)
    assert Image.open(media / stored.thumbnail).size == (384, 192)


def test_the_same_bytes_give_the_same_file_and_nothing_is_left_over(media: Path):
    assert image_store(jpeg(2)) == image_store(jpeg(2))
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_a_stored_picture_comes_back_as_the_same_file(media: Path):
    stored = image_store(jpeg(3))
    content = (media / stored.file).read_bytes()
    assert is_stored_form(content)
    assert image_store(content).sha256 == stored.sha256


@pytest.mark.parametrize("more", [b"<script>", b"\0"])
def test_something_hidden_behind_a_stored_picture_is_not_kept(media: Path, more: bytes):
    content = (media / image_store(jpeg(3)).file).read_bytes()
    assert not is_stored_form(content + more)


def test_orientation_is_applied_and_metadata_gone(media: Path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90°
    exif[0x010E] = "a secret"
    stored = image_store(encoded(Image.new("RGB", (80, 60), "blue"), "JPEG", exif=exif))
    assert (stored.width, stored.height) == (60, 80)
    assert b"secret" not in (media / stored.file).read_bytes()
    assert not Image.open(media / stored.file).getexif()


def test_transparency_becomes_white():
    image = decode(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"))
    assert image.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "LA", "I;16"])
def test_other_kinds_of_pixels_work(mode: str):
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    assert decode(encoded(Image.new(mode, (8, 8)), kind)).mode == "RGB"


def test_heic_works():
    pytest.importorskip("pillow_heif").register_heif_opener()
    assert decode(encoded(Image.new("RGB", (64, 64), "red"), "HEIF")).size == (64, 64)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG"),
        (b"<html>", "not a JPEG"),
        (encoded(Image.new("RGB", (8, 8)), "TIFF"), "not a JPEG"),
        (encoded(Image.new("RGB", (8, 8)), "GIF"), "not a JPEG"),
        (encoded(Image.effect_noise((300, 300), 50), "JPEG")[:9000], "damaged"),
        (encoded(Image.new("1", (6000, 6000)), "PNG"), "megapixels"),
    ],
)
def test_what_is_no_whole_picture_is_refused_in_plain_words(media: Path, data, reason):
    with pytest.raises(BadImage, match=reason):
        image_store(data)
    assert not list(media.rglob("*.*"))


def test_a_full_disk_leaves_no_partial_file(media: Path, monkeypatch):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("webapp.catalog.images.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        image_store(jpeg(4))
    assert not [path for path in media.rglob("*") if path.is_file()]
