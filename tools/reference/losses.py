"""Losses of 100 training steps with PyTorch, from weights and batches that a formula gives.

    python3 tools/reference/losses.py [shakespeare.txt] > test/tensor/reference/losses.json

The language models read the repository's LICENSE; with a text they read that too, and its SHA-256 is noted.

Label smoothing keeps the losses from vanishing, and 16 samples Adam's first steps from magnifying the last bits
of another BLAS: initial weights off by 1e-7 change these losses by 3e-7 (without both: by 5e-4).
"""
import hashlib
import json
import math
import os
import sys

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


def start(model):
    """Weights by name, so that a name that differs is a difference; what a norm multiplies by starts around 1."""
    with torch.no_grad():
        for seed, (name, parameter) in enumerate(sorted(model.named_parameters())):
            bound = 1 / math.sqrt(math.prod(parameter.shape[1:]) if parameter.dim() > 1 else parameter.shape[0])
            middle = 1 if parameter.dim() == 1 and name.endswith("weight") else 0
            parameter.copy_(tensor(parameter.shape, torch.float32, 1 + seed, middle - bound, middle + bound))
    return model


def steps(model, optimizer, loss_of):
    losses = []
    for t in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(t)
        loss.backward()
        optimizer.step()
        losses.append(float(f"{loss.item():.9g}"))
    return losses


def train_norm():
    """A convolutional network with batch normalization."""
    model = start(nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten(),
        nn.Linear(256, 10)))
    y = tensor([BATCHES, 16], torch.int64, 101, 0, 10)
    x = (tensor([10, 1, 16, 16], torch.float32, 102, -1, 1)[y]
         + tensor([BATCHES, 16, 1, 16, 16], torch.float32, 100, -0.5, 0.5))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.005, momentum=0.9)
    losses = steps(model, optimizer, lambda t: nn.functional.cross_entropy(
        model(x[t % BATCHES]), y[t % BATCHES], label_smoothing=0.1))
    model.eval()
    # What the running statistics have become.
    return losses, float(f"{nn.functional.cross_entropy(model(x[0]), y[0]).item():.9g}")


class LSTMModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(128, 32)
        self.lstm = nn.LSTM(32, 64, num_layers=2, batch_first=True)
        self.head = nn.Linear(64, 128)

    def forward(self, x):
        return self.head(self.lstm(self.embedding(x))[0])


class TransformerModel(nn.Module):
    """Four layers, each position seeing those before it."""
    def __init__(self, length):
        super().__init__()
        self.embedding = nn.Embedding(128, 64)
        self.positions = nn.Parameter(torch.zeros(length, 64))
        layer = nn.TransformerEncoderLayer(64, 4, 128, dropout=0, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 4, nn.LayerNorm(64), enable_nested_tensor=False)
        self.head = nn.Linear(64, 128)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        return self.head(self.encoder(self.embedding(x) + self.positions, mask=mask, is_causal=True))


def train_text(text, model, rows=8, length=32):
    start(model)
    codes = torch.tensor(list(text), dtype=torch.int64) & 127

    def loss_of(t):
        places = [(t * rows + row) * 997 % (len(codes) - length - 1) for row in range(rows)]
        batch = torch.stack([codes[place:place + length + 1] for place in places])
        scores = model(batch[:, :-1])
        return nn.functional.cross_entropy(scores.reshape(-1, 128), batch[:, 1:].reshape(-1))

    return steps(model, torch.optim.Adam(model.parameters(), lr=1e-3), loss_of)


def main():
    torch.set_num_threads(1)
    result = {"torch": torch.__version__}
    for name in MODELS:
        for optimizer in OPTIMIZERS:
            result[f"{name}-{optimizer}"] = train(name, optimizer)
    result["norm"], result["norm-evaluation"] = train_norm()
    texts = {"license": os.path.join(os.path.dirname(__file__), "../../LICENSE")}
    if len(sys.argv) > 1:
        texts["shakespeare"] = sys.argv[1]
    for name, path in texts.items():
        with open(path, "rb") as file:
            text = file.read()
        result[f"{name}-sha256"] = hashlib.sha256(text).hexdigest()
        result[f"lstm-{name}"] = train_text(text, LSTMModel())
        result[f"transformer-{name}"] = train_text(text, TransformerModel(32))
    print(json.dumps(result))


main()
