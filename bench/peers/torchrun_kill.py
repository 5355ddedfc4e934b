"""torchrun's elastic restart: the seconds from `kill -9` of a worker to the first step of the restarted ones.

usage: torchrun_kill.py KILLS
"""

import os
import subprocess
import sys
import tempfile
import time

import common
import kills


def work(folder):
    """One worker: the MLP over gloo, a checkpoint now and then, a stamp for every step."""
    kills.die_with_parent()
    import torch
    import torch.distributed as dist
    from torch.nn import functional as F
    from torch.nn.parallel import DistributedDataParallel

    common.prepare()
    dist.init_process_group("gloo")
    rank = dist.get_rank()
    module = common.build("mlp")
    optimizer, _ = common.adam(module.parameters())
    saved, step = os.path.join(folder, "checkpoint.pt"), 0
    if os.path.exists(saved):
        state = torch.load(saved)
        module.load_state_dict(state["module"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    net = DistributedDataParallel(module, gradient_as_bucket_view=True, static_graph=True, broadcast_buffers=False)
    batches = common.Batches("mlp", kills.PER_WORKER, seed=1 + rank)
    while True:
        x, y = batches.next()
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
        step += 1
        kills.stamp(os.path.join(folder, "stamps"), rank, step)
        if rank == 0 and step % kills.CHECKPOINT_EVERY == 0:
            state = {"module": module.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save(state, saved + ".new")
            os.replace(saved + ".new", saved)


def start(folder, times):
    # With the store that torchrun shares with its workers, restarts hang now and then.
    env = {**os.environ, "TORCH_DISABLE_SHARE_RDZV_TCP_STORE": "1", "GLOO_SOCKET_IFNAME": "lo"}
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    return subprocess.Popen(
        [*command, f"--max-restarts={times}", __file__, "--worker", folder], env=env, stdout=subprocess.DEVNULL
    )


def main(times):
    seconds, hung = [], 0
    with tempfile.TemporaryDirectory() as folder:
        stamps = kills.Stamps(os.path.join(folder, "stamps"))
        launcher, since = start(folder, times), time.monotonic()
        for _ in range(times):
            pids = stamps.settled(since)
            since = time.monotonic()
            known = set(pids.values())
            spent = kills.kill_and_wait(stamps, pids, lambda one, _: one[1] not in known)
            if spent is not None:
                seconds.append(spent)
                continue
            hung += 1
            launcher.kill()
            launcher.wait()
            launcher, since = start(folder, times), time.monotonic()
        launcher.kill()
        launcher.wait()
    common.report(seconds=seconds, hung=hung)


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        work(sys.argv[2])
    else:
        main(int(sys.argv[1]))
