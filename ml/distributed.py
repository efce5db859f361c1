"""Several processes that train one network, each on its own part of every batch.

``torchrun --nproc-per-node 4 -m recommender train …`` starts them, one a GPU; each learns from
its environment (https://docs.pytorch.org/docs/stable/elastic/run.html) which of them it is.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class World:
    """The processes of a run, and which of them this one is."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    """Among those of this machine, which share its GPUs out by it."""

    @property
    def leads(self) -> bool:
        """Whether this is the process that reports, validates and writes."""
        return self.rank == 0

    def own(self, device: torch.device) -> torch.device:
        """This process's GPU, where GPUs are used."""
        if device.type != "cuda" or self.size == 1:
            return device
        mine = torch.device("cuda", self.local_rank)
        torch.cuda.set_device(mine)
        return mine

    def wrap(self, module: nn.Module) -> nn.Module:
        """The module with gradients that are averaged over the processes."""
        return module if self.size == 1 else DistributedDataParallel(module)

    def agree(self, clock: float, stop: bool) -> tuple[float, bool]:
        """The leader's clock, and whether any process wants to stop.

        All ask after each step: by clocks of their own they would part at the last one.
        """
        if self.size == 1:
            return clock, stop
        said = torch.tensor([clock if self.leads else 0.0, float(stop)], dtype=torch.float64)
        distributed.all_reduce(said, distributed.ReduceOp.MAX)
        return float(said[0]), bool(said[1])

    @contextmanager
    def leader_first(self) -> Iterator[None]:
        """The others enter when the leader is through, and find what it left on disk."""
        if self.size > 1 and not self.leads:
            distributed.barrier()
        yield
        if self.size > 1 and self.leads:
            distributed.barrier()


def leads() -> bool:
    """Whether this process is alone or its run's leader, before a world is joined."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def joined() -> Iterator[World]:
    """The world that torchrun started this process in; of one process without torchrun."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    # gloo carries what is agreed on, which lies on the CPU; NCCL the gradients of GPUs.
    gpus = torch.cuda.is_available() and distributed.is_nccl_available()
    distributed.init_process_group("cpu:gloo,cuda:nccl" if gpus else "gloo")
    try:
        yield World(distributed.get_rank(), size, int(os.environ.get("LOCAL_RANK", "0")))
    finally:
        distributed.destroy_process_group()
