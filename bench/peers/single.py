"""One Python process that trains a model with PyTorch: samples/s and resident memory.

usage: single.py MODEL BATCH SECONDS
"""

import sys

import common
from torch.nn import functional as F


def main(model, batch, seconds):
    common.prepare()
    net = common.build(model)
    optimizer, kind = common.adam(net.parameters())
    batches = common.Batches(model, batch, seed=1)

    def step():
        x, y = batches.next()
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        optimizer.step()

    steps, spent = common.timed(step, seconds)
    common.report(
        samplesPerSecond=steps * batch / spent, steps=steps, adam=kind,
        rssBytes=common.rss_bytes(), peakBytes=common.rss_bytes("VmHWM"),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
