"""PyTorch DistributedDataParallel over gloo, as many processes as asked, one thread each: samples/s of all together.

usage: ddp.py MODEL BATCH_PER_PROCESS SECONDS PROCESSES

Processes come from torch.multiprocessing (Debian's torchrun crashes at start) and meet in a file.
"""

import os
import sys
import tempfile

import common
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel


def rank_main(rank, model, batch, seconds, world, meeting):
    common.prepare()
    dist.init_process_group("gloo", init_method="file://" + meeting, rank=rank, world_size=world)
    net = DistributedDataParallel(
        common.build(model),
        gradient_as_bucket_view=True,
        static_graph=True,
        broadcast_buffers=False,
    )
    optimizer, kind = common.adam(net.parameters())
    batches = common.Batches(model, batch, seed=1 + rank)

    def step():
        x, y = batches.next()
        # With bucket views the gradients live in DDP's buckets; None lets the next backward write, not add.
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        optimizer.step()

    def agree(number):
        word = torch.tensor([number], dtype=torch.int64)
        dist.broadcast(word, src=0)
        return int(word.item())

    steps, spent = common.timed(step, seconds, agree)
    slowest = torch.tensor([spent], dtype=torch.float64)
    dist.all_reduce(slowest, op=dist.ReduceOp.MAX)
    if rank == 0:
        common.report(
            samplesPerSecond=steps * batch * world / slowest.item(), steps=steps, adam=kind,
            rssBytes=common.rss_bytes(),
        )
    dist.destroy_process_group()


def main(model, batch, seconds, world):
    # The ranks are on one machine: never let gloo look for another interface.
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    with tempfile.TemporaryDirectory() as folder:
        meeting = os.path.join(folder, "meeting")
        mp.spawn(rank_main, args=(model, batch, seconds, world, meeting), nprocs=world)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
