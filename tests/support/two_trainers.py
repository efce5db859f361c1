"""What ``python -m recommender`` does, and each process also leaves what it saw and learnt."""

import os
import sys

import torch

from recommender import __main__ as command
from recommender.train import Run


class WatchedRun(Run):
    """Writes ``rank<N>.pt`` beside the run when its training ends."""

    def loop(self, *arguments: object) -> bool:
        first = self._batch(0)[0]
        finished = super().loop(*arguments)  # type: ignore[arg-type]
        weights = dict(self.learner.named_parameters())
        torch.save({"photos": first, "weights": weights}, self.out / f"rank{os.environ['RANK']}.pt")
        return finished


if __name__ == "__main__":
    import recommender.train

    recommender.train.Run = WatchedRun  # type: ignore[misc]
    sys.exit(command.main(sys.argv[1:]))
