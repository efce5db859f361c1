"""The registry's one door to the engines: are a version's files what they were?"""

from pathlib import Path


def verified_size(folder: str, *, kind: str) -> int:
    """Bytes of a published folder ("shipped" or a path), each compared with its checksum.

    Raises ValueError with a plain sentence if anything is missing or damaged.
    """
    import recommender
    from ml import artifacts

    path = Path(recommender.__path__[0], "shipped") if folder == "shipped" else Path(folder)
    manifest = artifacts.verify(path, kind)
    return sum(int(entry["size"]) for entry in manifest["files"].values())
