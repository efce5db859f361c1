"""Which of Keras's backends computes, on how many threads and in which precision."""

import os
from importlib.util import find_spec

BACKENDS = ("tensorflow", "torch", "jax")


def choose(threads: int | None = None) -> str:
    """The name of the backend; to be called before Keras is imported, which reads it only then.

    KERAS_BACKEND decides, or else what is installed: TensorFlow if it is, torch if not.
    ``threads`` limits the cores (default: all). Raises ValueError for a backend that is unknown
    or not installed.
    """
    name = os.environ.get("KERAS_BACKEND")
    if name is None:
        name = os.environ["KERAS_BACKEND"] = "tensorflow" if find_spec("tensorflow") else "torch"
    if name not in BACKENDS:
        raise ValueError(f"KERAS_BACKEND must be one of {', '.join(BACKENDS)}, not {name!r}.")
    if find_spec(name) is None:
        raise ValueError(f"KERAS_BACKEND is {name}, which is not installed here.")
    # TensorFlow tells about its own build at length otherwise.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # TensorFlow chooses it by itself on some processors only; one without AVX-512 trained 1.6
    # times as fast with it.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    if threads:
        for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
            os.environ[variable] = str(threads)
    # Idle threads that spin would take the cores from everything else on the machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    torch.set_num_threads(threads or os.cpu_count() or 1)
    return name


def on_gpu() -> bool:
    """Whether the backend computes on a GPU."""
    import keras

    if keras.backend.backend() == "torch":
        import torch

        return torch.cuda.is_available()
    # "gpu:0" or "cuda:0"; Keras has no list for torch.
    return any(device[:3] in ("gpu", "cud") for device in keras.distribution.list_devices())


def policy(wanted: str = "auto") -> str:
    """Keras's dtype policy: what is wanted, or what this hardware is fastest with.

    Weights stay in 32 bits in each of them.
    """
    import torch

    from ml.device import has_bf16

    if wanted != "auto":
        return wanted
    if on_gpu():
        return "mixed_float16"
    return "mixed_bfloat16" if has_bf16(torch.device("cpu")) else "float32"


def compiles() -> bool | str:
    """Keras's ``jit_compile``: XLA's convolutions for CPUs are slower than TensorFlow's own."""
    import keras

    return False if keras.backend.backend() == "tensorflow" and not on_gpu() else "auto"
