"""Training must load where only torch, numpy, pandas, pillow and faiss are installed."""

import subprocess
import sys

CODE = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    names = ("django", "celery", "openvino", "safetensors", "torchvision", "pandera", "pyarrow",
             "resvg_py", "tensorflow", "keras", "huggingface_hub", "structlog", "scipy", "sklearn")
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            raise ModuleNotFoundError(name=name)

sys.meta_path.insert(0, Absent())
sys.argv = ["recommender"]
import recommender.train, recommender.options, recommender.__main__
from recommender.model import Embedder
from ml import taxonomy
Embedder(taxonomy.load())
"""


def test_training_needs_no_serving_or_web_package() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=100, check=False
    )

    assert done.returncode == 0, done.stderr
