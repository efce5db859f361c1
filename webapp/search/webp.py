"""Large WebP photos with a quarter of the memory.

Pillow decodes every WebP as if it were a film, which keeps three more copies of the picture:
370 MB for 24 megapixels. libwebp's own one-shot decoder writes straight into one buffer. It is
called in the very library that Pillow is linked with.

Function: https://developers.google.com/speed/webp/docs/api (WebPDecodeRGBAInto).
"""

import ctypes
from functools import cache
from typing import Any

import numpy as np
from PIL import Image


def decode_still(data: bytes, size: tuple[int, int]) -> Image.Image | None:
    """RGBA of a WebP that does not move; None where libwebp cannot be called.

    ``size`` is (width, height) from the header. Raises ValueError if the data is damaged.
    """
    function = _decoder()
    if function is None:
        return None
    width, height = size
    pixels = np.empty((height, width, 4), np.uint8)
    done = function(
        data, len(data), pixels.ctypes.data_as(ctypes.c_void_p), pixels.nbytes, 4 * width
    )
    if not done:
        raise ValueError("libwebp could not decode the picture")
    return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)


@cache
def _decoder() -> Any:
    from PIL import _webp

    try:
        function = ctypes.CDLL(_webp.__file__).WebPDecodeRGBAInto
    except (OSError, AttributeError):  # linked in another way: Pillow's own path serves
        return None
    function.restype = ctypes.c_void_p
    function.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    ]  # fmt: skip
    return function
