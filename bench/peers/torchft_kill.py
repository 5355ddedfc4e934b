"""torchft: the seconds from `kill -9` of one of two replicas to the survivor's next committed step.

usage: torchft_kill.py KILLS [HEARTBEAT_MS]     the lighthouse's default heartbeat time-out is 5 s
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta

import common
import kills


def work(folder, rank, lighthouse):
    """One replica group of one process: the MLP with torchft's wrappers as its documentation shows them."""
    kills.die_with_parent()
    import torch.distributed as dist
    from torch.nn import functional as F
    from torchft import DistributedDataParallel, Manager, Optimizer, ProcessGroupGloo

    common.prepare()
    module = common.build("mlp")
    inner, _ = common.adam(module.parameters())

    def load(state):
        module.load_state_dict(state["module"])
        inner.load_state_dict(state["optimizer"])

    store = dist.TCPStore("localhost", 0, is_master=True, wait_for_workers=False)
    manager = Manager(
        pg=ProcessGroupGloo(timeout=timedelta(seconds=kills.BOUND)),
        min_replica_size=1,
        load_state_dict=load,
        state_dict=lambda: {"module": module.state_dict(), "optimizer": inner.state_dict()},
        replica_id=f"replica{rank}",
        store_addr="localhost",
        store_port=store.port,
        rank=0,
        world_size=1,
        lighthouse_addr=lighthouse,
        hostname="localhost",
    )
    net = DistributedDataParallel(manager, module)
    optimizer = Optimizer(manager, inner)
    batches = common.Batches("mlp", kills.PER_WORKER, seed=1 + rank)
    before = manager.current_step()
    while True:
        x, y = batches.next()
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
        # A step that was not committed is not counted.
        if manager.current_step() != before:
            before = manager.current_step()
            kills.stamp(os.path.join(folder, "stamps"), rank, before)


def main(times, heartbeat):
    from torchft.coordination import LighthouseServer

    options = {} if heartbeat is None else {"heartbeat_timeout_ms": heartbeat}
    lighthouse = LighthouseServer(bind="[::]:0", min_replicas=1, **options)
    env = {**os.environ, "GLOO_SOCKET_IFNAME": "lo"}
    seconds, hung = [], 0
    with tempfile.TemporaryDirectory() as folder:

        def start(rank):
            command = [sys.executable, __file__, "--worker", folder, str(rank), lighthouse.address()]
            return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)

        stamps = kills.Stamps(os.path.join(folder, "stamps"))
        since = time.monotonic()
        workers = [start(0), start(1)]
        for _ in range(times):
            pids = stamps.settled(since)
            since = time.monotonic()
            # The step that the victim died in may have been summed already: the one after it counts.
            spent = kills.kill_and_wait(
                stamps, pids, lambda one, newest: one[3] >= newest + 2, lambda: workers[0].poll() is None
            )
            if spent is None:
                hung += 1
            else:
                seconds.append(spent)
            for rank, worker in enumerate(workers):
                if rank == 1 or spent is None or worker.poll() is not None:
                    worker.kill()
                    worker.wait()
                    workers[rank] = start(rank)
        for worker in workers:
            worker.kill()
            worker.wait()
    common.report(seconds=seconds, hung=hung)


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        work(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
