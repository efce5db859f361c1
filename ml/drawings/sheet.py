"""Contact sheets: many drawings on one page, to be looked at."""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from ml.drawings.render import draw


def contact_sheet(
    categories: Sequence[str], seeds: Iterable[int] = range(6), *, width: int = 120
) -> Image.Image:
    """One row a category, one column a seed; each drawing ``width`` pixels wide (3:4)."""
    columns = list(seeds)
    height, caption = width * 4 // 3, 16
    sheet = Image.new("RGB", (width * len(columns), (height + caption) * len(categories)), "white")
    pen = ImageDraw.Draw(sheet)
    for row, category in enumerate(categories):
        top = row * (height + caption)
        pen.text((4, top + 2), category, fill="#555555")
        for column, seed in enumerate(columns):
            image = draw(category, seed=seed, size=(width, height)).image
            sheet.paste(image, (column * width, top + caption))
    return sheet
