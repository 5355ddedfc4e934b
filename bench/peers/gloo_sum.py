"""gloo's allReduce of two processes' float32 buffers: milliseconds for each sum, after a warm-up.

usage: gloo_sum.py ELEMENTS REPEATS
"""

import os
import statistics
import sys
import tempfile
import time

import common
import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def rank_main(rank, elements, repeats, meeting):
    common.prepare()
    dist.init_process_group("gloo", init_method="file://" + meeting, rank=rank, world_size=2)
    buffer = torch.full((elements,), float(rank + 1))
    times = []
    for turn in range(repeats + 2):
        dist.barrier()
        begin = time.perf_counter()
        dist.all_reduce(buffer)
        if turn >= 2:  # the first two touch the pages and open the connections
            times.append((time.perf_counter() - begin) * 1e3)
        buffer.fill_(float(rank + 1))  # repeated doubling would end in infinities
    if rank == 0:
        common.report(milliseconds=statistics.median(times))
    dist.destroy_process_group()


def main(elements, repeats):
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(rank_main, args=(elements, repeats, os.path.join(folder, "meeting")), nprocs=2)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
