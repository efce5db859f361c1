"""Sample photos: a drawn product on a table, as a phone would see it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image


def draw_scene(category: str, colour: str, *, seed: int, size: tuple[int, int]) -> "Image.Image":
    """RGB, ``size`` = (width, height). Raises ValueError for an unknown category or colour."""
    import numpy as np
    from PIL import Image, ImageFilter

    from ml.drawings import draw
    from ml.drawings.render import rasterise

    width, height = size
    side = round(0.66 * width)
    drawing = draw(category, seed=seed, colour=colour, size=(side, side * 4 // 3))
    product = rasterise(drawing.svg)
    rng = np.random.default_rng(seed)
    product = product.rotate(float(rng.uniform(-7, 7)), Image.Resampling.BICUBIC, expand=True)

    scene = _table(rng, width, height)
    left = (width - product.width) // 2 + int(rng.integers(-20, 21))
    top = (height - product.height) // 2 + int(rng.integers(-20, 21))
    shadow = Image.new("L", scene.size)
    shadow.paste(product.getchannel("A"), (left + 9, top + 14))
    shadow = shadow.filter(ImageFilter.GaussianBlur(14)).point(lambda v: v * 0.45)
    scene.paste((30, 24, 20), mask=shadow)
    scene.paste(product, (left, top), product)

    light = (
        np.linspace(1.04, 0.9, width)[None, :, None] * np.linspace(1, 0.94, height)[:, None, None]
    )
    grain = rng.normal(0, 2.5, (height, width, 1))
    lit = np.asarray(scene, np.float32) * light + grain
    return Image.fromarray(lit.clip(0, 255).astype(np.uint8))


def _table(rng: "np.random.Generator", width: int, height: int) -> "Image.Image":
    """Boards of warm wood with a soft grain."""
    import numpy as np
    from PIL import Image

    rows = np.arange(height)[:, None]
    columns = np.arange(width)[None, :]
    board = height // 6
    number = rows // board
    waves = np.sin(rows * 0.35 + 6 * np.sin(columns / 140 + number * 2.1)) * 0.03
    coarse = rng.normal(0, 1, (height // 4 + 1, width // 40 + 1)).astype(np.float32)
    streaks = np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    tone = 1 + waves + 0.03 * streaks + 0.05 * np.sin(number * 2.7)
    tone = np.where(rows % board < 2, tone * 0.72, tone)
    wood = np.array([201, 176, 146], np.float32) * tone[..., None]
    return Image.fromarray(wood.clip(0, 255).astype(np.uint8))
