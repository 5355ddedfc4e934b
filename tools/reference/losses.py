"""Losses of 100 training steps with PyTorch, from weights and batches that a formula gives.

    python3 tools/reference/losses.py > test/tensor/reference/losses.json

Label smoothing keeps the losses from vanishing, and 16 samples Adam's first steps from magnifying the last bits
of another BLAS: initial weights off by 1e-7 change these losses by 3e-7 (without both: by 5e-4).
"""
import json
import math

import torch
from torch import nn

from formula import tensor

STEPS = 100
BATCHES = 50
MODELS = {
    "mlp": (16, [784], lambda: nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))),
    "cnn": (16, [1, 28, 28], lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10))),
}
OPTIMIZERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.003, momentum=0.9),
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=1e-3),
}


def train(name, optimizer):
    batch, shape, make = MODELS[name]
    model = make()
    with torch.no_grad():
        for seed, parameter in enumerate(model.parameters()):
            fan_in = math.prod(parameter.shape[1:]) if parameter.dim() > 1 else parameter.shape[0]
            bound = 1 / math.sqrt(fan_in)
            parameter.copy_(tensor(parameter.shape, torch.float32, 1 + seed, -bound, bound))
    y = tensor([BATCHES, batch], torch.int64, 101, 0, 10)
    # A pattern for each class and noise: something to learn.
    noise = tensor([BATCHES, batch, *shape], torch.float32, 100, -0.5, 0.5)
    x = tensor([10, *shape], torch.float32, 102, -1, 1)[y] + noise
    step = OPTIMIZERS[optimizer](model.parameters())
    losses = []
    for t in range(STEPS):
        step.zero_grad()
        loss = nn.functional.cross_entropy(model(x[t % BATCHES]), y[t % BATCHES], label_smoothing=0.1)
        loss.backward()
        step.step()
        losses.append(float(f"{loss.item():.9g}"))
    return losses


torch.set_num_threads(1)
print(json.dumps({"torch": torch.__version__, **{
    f"{name}-{optimizer}": train(name, optimizer) for name in MODELS for optimizer in OPTIMIZERS}}))
