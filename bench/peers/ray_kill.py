"""Ray Train: the seconds from `kill -9` of a training worker to the first step of the workers that replace all.

usage: ray_kill.py KILLS
"""

import os
import sys
import tempfile
import threading
import time

import common
import kills


def work(config):
    """One worker: the MLP, with a checkpoint reported now and then, and a stamp for every step."""
    sys.path.insert(0, config["scripts"])
    import common
    import kills
    import ray.train
    import ray.train.torch
    import torch
    from torch.nn import functional as F

    common.prepare()
    rank = ray.train.get_context().get_world_rank()
    module = common.build("mlp")
    optimizer, _ = common.adam(module.parameters())
    step, checkpoint = 0, ray.train.get_checkpoint()
    if checkpoint is not None:
        with checkpoint.as_directory() as folder:
            state = torch.load(os.path.join(folder, "state.pt"))
        module.load_state_dict(state["module"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    net = ray.train.torch.prepare_model(module)
    batches = common.Batches("mlp", kills.PER_WORKER, seed=1 + rank)
    while not os.path.exists(config["stop"]):
        x, y = batches.next()
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
        step += 1
        kills.stamp(config["stamps"], rank, step)
        if step % kills.CHECKPOINT_EVERY > 0:
            continue
        with tempfile.TemporaryDirectory() as folder:
            saved = None
            if rank == 0:
                state = {"module": module.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
                torch.save(state, os.path.join(folder, "state.pt"))
                saved = ray.train.Checkpoint.from_directory(folder)
            ray.train.report({"step": step}, checkpoint=saved)


def main(times):
    # One machine and nobody else on it: no token file in the user's home, no report to anybody.
    os.environ.update(RAY_AUTH_MODE="disabled", RAY_USAGE_STATS_ENABLED="0")
    import ray
    from ray.train import CheckpointConfig, FailureConfig, RunConfig, ScalingConfig
    from ray.train.torch import TorchConfig, TorchTrainer

    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, object_store_memory=200 << 20)
    with tempfile.TemporaryDirectory() as folder:
        config = {"stamps": os.path.join(folder, "stamps"), "stop": os.path.join(folder, "stop")}
        stamps = kills.Stamps(config["stamps"])
        config["scripts"] = os.path.dirname(os.path.abspath(__file__))
        trainer = TorchTrainer(
            work,
            train_loop_config=config,
            torch_config=TorchConfig(backend="gloo"),
            scaling_config=ScalingConfig(num_workers=2),
            run_config=RunConfig(
                storage_path=folder,
                failure_config=FailureConfig(max_failures=times),
                checkpoint_config=CheckpointConfig(num_to_keep=2),
            ),
        )
        thread = threading.Thread(target=trainer.fit, daemon=True)
        thread.start()
        seconds, hung, since = [], 0, time.monotonic()
        for _ in range(times):
            pids = stamps.settled(since)
            since = time.monotonic()
            known = set(pids.values())
            spent = kills.kill_and_wait(stamps, pids, lambda one, _: one[1] not in known)
            if spent is None:
                hung += 1
                break  # there is no starting it anew from here
            seconds.append(spent)
        open(config["stop"], "w").close()
        thread.join(5)
    common.report(seconds=seconds, hung=hung)
    ray.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]))
