"""Make torchvision importable beside a CPU build of torch.

torchvision's wheel is compiled for CUDA. Beside a CPU torch its compiled operators do not
load, and its Python code then dies on import, because it registers fake kernels for two
operators that were never declared ("operator torchvision::nms does not exist"). Declaring
their schemas is all the import needs: models, transforms, utils and datasets are pure
Python. Where torchvision is whole, nothing is declared.

Import torchvision through this module: ``from ml.torchvision_compat import torchvision``.
"""

import torch

_SCHEMAS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}


def _declare_missing_operators() -> torch.library.Library | None:
    if torch.version.cuda is not None:
        return None
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name, schema in _SCHEMAS.items():
        if not hasattr(torch.ops.torchvision, name):
            library.define(schema)
    return library


# The declarations live as long as this object, so the module keeps it.
_library = _declare_missing_operators()

import torchvision  # noqa: E402  (only after the declarations)

__all__ = ["torchvision"]
