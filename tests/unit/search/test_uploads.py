"""What a stranger may send, and what is left of it."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, PngImagePlugin
from pillow_heif import from_pillow
from pytest_django import Settings

from tests.support.shop import encoded
from webapp.core.problems import Problem
from webapp.search import uploads

ROOT = Path(__file__).resolve().parents[3]
SIZE = (160, 120)


def photo(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2, size[1] // 2), fill=(200, 30, 40))
    return image.convert(mode)


def heic(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    from_pillow(image).save(buffer, quality=90, enc_params={"preset": "ultrafast"})
    return buffer.getvalue()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("run.sh", "echo gotcha")
    return buffer.getvalue()


def with_comment(data: bytes, comment: bytes) -> bytes:
    """A JPEG with a COM segment right after its start."""
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]


JPEG = encoded(photo())
PNG = encoded(photo(), "PNG")
WEBP = encoded(photo(), "WEBP")
HEIC = heic(photo())
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

BAD = {
    "empty": (b"", "empty"),
    "text": (b"hello, I am a photo", "JPEG, PNG, WebP and HEIC"),
    "svg": (SVG, "JPEG, PNG, WebP and HEIC"),
    "html": (b"<!doctype html><h1>photo</h1>", "JPEG, PNG, WebP and HEIC"),
    "eps": (encoded(photo(), "EPS"), "JPEG, PNG, WebP and HEIC"),
    "tiff": (encoded(photo(), "TIFF"), "JPEG, PNG, WebP and HEIC"),
    "gif": (encoded(photo(), "GIF"), "JPEG, PNG, WebP and HEIC"),
    "bmp": (encoded(photo(), "BMP"), "JPEG, PNG, WebP and HEIC"),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(64), "JPEG, PNG, WebP and HEIC"),
    "avif in disguise": (b"\0\0\0\x1cftypmif1\0\0\0\0avifmiaf" + bytes(64), "JPEG, PNG"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "damaged or incomplete"),
    "half a PNG": (PNG[: len(PNG) // 2], "damaged or incomplete"),
    "half a WebP": (WEBP[: len(WEBP) // 2], "damaged or incomplete"),
    "half a HEIC": (HEIC[: len(HEIC) // 2], "damaged or incomplete"),
    "only the first bytes of a JPEG": (b"\xff\xd8\xff\xe0", "damaged or incomplete"),
    "PNG with a broken checksum": (PNG[:40] + b"\0\0" + PNG[42:], "damaged or incomplete"),
    "JPEG and ZIP": (JPEG + archive(), "something else at once"),
    "PNG and ZIP": (PNG + archive(), "something else at once"),
    "JPEG and HTML": (JPEG + b"<html><script>x()</script></html>", "something else at once"),
    "JPEG and PHP": (JPEG + b"<?php system($_GET['c']); ?>", "something else at once"),
    "HTML in a comment": (with_comment(JPEG, b"<script>x()</script>"), "something else at once"),
    "PHP in a comment": (with_comment(JPEG, b"<?php phpinfo();"), "something else at once"),
    "PDF in a comment": (with_comment(JPEG, b"%PDF-1.7 trailer"), "something else at once"),
    "JPEG and RAR": (JPEG + b"Rar!\x1a\x07\x01\0", "something else at once"),
    "too small": (encoded(photo(size=(31, 400))), "at least 32 pixels"),
    "over 25 megapixels": (encoded(Image.new("L", (6000, 4200))), "more than 25 megapixels"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photo_is_refused_with_a_sentence(name: str, media: Path) -> None:
    data, sentence = BAD[name]

    with pytest.raises(Problem) as caught:
        uploads.photo_store(SimpleUploadedFile("a.jpg", data))

    assert caught.value.status == 400
    assert sentence in caught.value.detail
    assert caught.value.detail.endswith(".")
    assert not list(media.rglob("*.*")), "something was left behind"


@pytest.mark.parametrize("side", [5_001, 12_000, 40_000])
def test_size_is_judged_before_anything_is_decoded(
    side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a PNG whose header promises more than there is
    header = bytearray(PNG)
    header[16:24] = side.to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))

    with pytest.raises(Problem) as caught:
        uploads.decode(bytes(header))

    assert "more than 25 megapixels" in caught.value.detail


def test_a_file_over_the_limit_is_413(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10 * 1024 * 1024

    with pytest.raises(Problem) as caught:
        uploads.photo_store(SimpleUploadedFile("a.jpg", JPEG + bytes(10 * 1024 * 1024)))

    assert caught.value.status == 413


GOOD = {
    "JPEG": JPEG,
    "progressive JPEG": encoded(photo(), "JPEG", progressive=True),
    "grey JPEG": encoded(photo("L"), "JPEG"),
    "CMYK JPEG": encoded(photo("CMYK"), "JPEG"),
    "PNG": PNG,
    "palette PNG": encoded(photo("P"), "PNG"),
    "bilevel PNG": encoded(photo("1"), "PNG"),
    "WebP": encoded(photo(), "WEBP"),
    "lossless WebP": encoded(photo(), "WEBP", lossless=True),
    "HEIC": heic(photo()),
    "moving WebP": encoded(photo(), "WEBP", save_all=True, append_images=[photo("L")]),
    "moving PNG": encoded(photo(), "PNG", save_all=True, append_images=[photo("L")]),
    "motion photo": JPEG + b"\0\0\0\x18ftypmp42" + bytes(2000),
}


@pytest.mark.parametrize("name", GOOD)
def test_photos_of_every_kind_are_taken(name: str) -> None:
    image = uploads.decode(GOOD[name])

    assert (image.mode, image.size) == ("RGB", SIZE)
    assert image.getpixel((150, 110)) > (245, 245, 245)  # type: ignore[operator]
    if name not in ("grey JPEG", "bilevel PNG"):
        red, green, blue = image.getpixel((40, 30))  # type: ignore[misc]
        assert red > 150
        assert max(green, blue) < 90


def test_grey_of_sixteen_bits_keeps_its_tones() -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))

    image = uploads.decode(encoded(Image.fromarray(ramp), "PNG"))

    assert image.getpixel((0, 0))[0] < 5  # type: ignore[index]
    assert 120 < image.getpixel((128, 0))[0] < 136  # type: ignore[index]
    assert image.getpixel((255, 0))[0] > 250  # type: ignore[index]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    clear = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    options = {}
    if mode == "P":
        clear, options = Image.new("P", SIZE, 0), {"transparency": 0}
    else:
        clear = clear.convert(mode)

    image = uploads.decode(encoded(clear, "PNG", **options))

    assert image.getpixel((80, 60)) == (255, 255, 255)


def test_orientation_is_applied_and_metadata_is_gone(media: Path) -> None:
    # given a phone photo that lies on its side, with a position, a comment and a description
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    exif.get_ifd(0x8825)[1] = "N"
    data = with_comment(
        encoded(
            photo(), "JPEG", exif=exif, xmp=b"<x:xmpmeta>secret</x:xmpmeta>", comment=b"secret"
        ),
        b"secret",
    )

    stored = uploads.photo_store(SimpleUploadedFile("../../IMG_0001.jpg", data))

    content = (media / "queries" / stored.name).read_bytes()
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (SIZE[1], SIZE[0]) == (stored.width, stored.height)
        # the red corner has moved to the right
        assert kept.crop((100, 30, 101, 31)).tobytes()[0] > 150
        assert not kept.getexif()
        assert not {"comment", "xmp", "icc_profile", "exif"} & set(kept.info)
    assert b"secret" not in content
    assert b"IMG_0001" not in content


def test_png_texts_are_gone(media: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "secret")

    stored = uploads.photo_store(
        SimpleUploadedFile("a.png", encoded(photo(), "PNG", pnginfo=notes))
    )

    assert b"secret" not in (media / "queries" / stored.name).read_bytes()


def test_names_are_ours(media: Path) -> None:
    stored = uploads.photo_store(SimpleUploadedFile("../../../etc/passwd.php", JPEG))

    assert [path.name for path in (media / "queries").iterdir()] == [stored.name]
    assert stored.name.endswith(".jpg")
    assert len(stored.name) == 40


def test_large_photos_are_stored_small(media: Path) -> None:
    stored = uploads.photo_store(
        SimpleUploadedFile("a.jpg", encoded(photo(size=(4000, 3000)), quality=70))
    )

    assert (stored.width, stored.height) == (1280, 960)


def test_a_full_disk_leaves_no_partial_file(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("webapp.search.uploads.os.replace", full)

    with pytest.raises(OSError, match="No space left"):
        uploads.photo_store(SimpleUploadedFile("a.jpg", JPEG))

    assert list((media / "queries").iterdir()) == []


MEASURE = """
import json, sys
import django; django.setup()
from webapp.search import uploads

def kilobytes(name):
    line = next(line for line in open("/proc/self/status") if line.startswith(name))
    return int(line.split()[1])

data = open(sys.argv[1], "rb").read()
uploads.decode(open(sys.argv[2], "rb").read())
before = kilobytes("VmRSS")
uploads.decode(data)
print(json.dumps((kilobytes("VmHWM") - before) / 1024))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
@pytest.mark.parametrize("kind", ["JPEG", "progressive JPEG", "PNG", "WEBP", "HEIC"])
def test_twenty_four_megapixels_take_less_than_200_megabytes(kind: str, tmp_path: Path) -> None:
    rows, columns = np.mgrid[0:4000, 0:6000]
    pixels = np.stack([columns // 24 % 256, rows // 24 % 256, rows * 0 + 90, rows // 16 % 256], -1)
    image = Image.fromarray(pixels.astype(np.uint8), "RGBA")
    data = {
        "JPEG": lambda: encoded(image.convert("RGB"), quality=80),
        "progressive JPEG": lambda: encoded(image.convert("RGB"), quality=80, progressive=True),
        "PNG": lambda: encoded(image, "PNG", compress_level=1),
        "WEBP": lambda: encoded(image, "WEBP", quality=50, method=0),
        "HEIC": lambda: heic(image.convert("RGB")),
    }[kind]()
    (tmp_path / "large").write_bytes(data)
    (tmp_path / "small").write_bytes(GOOD.get(kind, JPEG))

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURE, tmp_path / "large", tmp_path / "small"],
        cwd=ROOT,
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": "webapp.settings.test", "PYTHONPATH": str(ROOT),
             "ATELIER_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip

    assert json.loads(done.stdout) < 200
