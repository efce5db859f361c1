"""Product pictures from the project's own pen: parametric flat sketches, one a category.

The sample shop and the small data sets that tests train on come from here, with true labels
and boxes, without a network and without anyone's photos.
"""

import importlib
import pkgutil

from ml.drawings.catalogue import SampleProduct, render_many, render_product, sample_catalogue
from ml.drawings.dataset import write_dataset
from ml.drawings.look import TEMPLATES, Look, Template, template
from ml.drawings.render import Drawing, draw
from ml.drawings.sheet import contact_sheet

# Templates register themselves when their module is imported.
for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("__"):
        importlib.import_module(f"{__name__}.{_module.name}")

__all__ = [
    "TEMPLATES",
    "Drawing",
    "Look",
    "SampleProduct",
    "Template",
    "contact_sheet",
    "draw",
    "render_many",
    "render_product",
    "sample_catalogue",
    "template",
    "write_dataset",
]
