"""What every PyTorch peer shares: the two models, Adam with the best options this PyTorch has, a batch source
that costs next to nothing, and a timed loop whose length all ranks agree on."""

import inspect
import json
import time

import torch
from torch import nn

SAMPLES = 8192  # the same number as bench/tasks/samples.ts


def build(model):
    """The models of troupe's bench/tasks, as layers of torch.nn; `x` is (64, 784) or (64, 1, 28, 28)."""
    torch.manual_seed(1)
    if model == "mlp":
        return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
    if model == "cnn":
        return nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(64 * 12 * 12, 128), nn.ReLU(), nn.Linear(128, 10),
        )
    raise SystemExit(f"unknown model {model!r}: mlp or cnn")


def adam(parameters):
    """Adam at 1e-3: fused where this PyTorch has it for the CPU, else over lists of tensors (foreach)."""
    parameters = list(parameters)
    options = inspect.signature(torch.optim.Adam).parameters
    for flag in ("fused", "foreach"):
        if flag not in options:
            continue
        try:
            optimizer = torch.optim.Adam(parameters, lr=1e-3, **{flag: True})
            # Some versions take the flag and refuse CPU tensors at the first step only: try on a copy.
            probe = nn.Parameter(torch.zeros(2))
            probe.grad = torch.ones(2)
            torch.optim.Adam([probe], lr=1e-3, **{flag: True}).step()
            return optimizer, flag
        except (RuntimeError, NotImplementedError):
            continue
    return torch.optim.Adam(parameters, lr=1e-3), "plain"


class Batches:
    """Endless shuffled batches picked from one tensor in memory, as fast as PyTorch can pick them."""

    def __init__(self, model, batch, seed):
        generator = torch.Generator().manual_seed(seed)
        shape = (SAMPLES, 784) if model == "mlp" else (SAMPLES, 1, 28, 28)
        self.x = torch.rand(shape, generator=generator)
        self.y = torch.randint(0, 10, (SAMPLES,), generator=generator)
        self.batch = batch
        self.generator = generator
        self.order = []

    def next(self):
        if not self.order:
            self.order = list(torch.randperm(SAMPLES, generator=self.generator).split(self.batch))
        picked = self.order.pop()
        return self.x.index_select(0, picked), self.y.index_select(0, picked)


def timed(step, seconds, agree=lambda steps: steps):
    """Warms up for about a quarter of `seconds`, then times about `seconds` of steps.

    `agree` turns one rank's estimate into everybody's number of steps. Returns (steps, seconds).
    """
    for _ in range(5):
        step()
    pilot = 10
    while True:
        begin = time.perf_counter()
        pilot = agree(pilot)
        for _ in range(pilot):
            step()
        spent = time.perf_counter() - begin
        # Ranks must leave the loop together, so the number that says "enough" is agreed on as well.
        enough = agree(1 if spent >= seconds / 4 else 0)
        steps = agree(max(1, int(pilot * seconds / spent)))
        if enough:
            break
        pilot *= 3
    begin = time.perf_counter()
    for _ in range(steps):
        step()
    return steps, time.perf_counter() - begin


def rss_bytes(field="VmRSS"):
    """Resident bytes of this process: VmRSS now, VmHWM at its peak."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    raise RuntimeError(f"/proc/self/status has no {field}")


def prepare():
    """One thread, denormals flushed: what a careful user would set, and what troupe sets for itself."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)


def report(**figures):
    """One JSON object on the last line of stdout, which is all that the harness reads."""
    print(json.dumps({"version": torch.__version__, **figures}), flush=True)
