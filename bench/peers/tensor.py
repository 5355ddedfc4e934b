"""What bench/tensor/models.ts computes, with PyTorch on one thread, in blocks: for each line {"seconds": 0.5} on stdin
one that says how many steps it did a second.

usage: tensor.py add|mlp|cnn|lstm|transformer
"""

import inspect
import json
import sys
import time

import common
import torch
from torch import nn
from torch.nn import functional as F

WORDS = 256


class LongMemory(nn.Module):
    width, layers, length, batch = 128, 2, 32, 32

    def __init__(self):
        super().__init__()
        self.words, self.head = nn.Embedding(WORDS, self.width), nn.Linear(self.width, WORDS)
        self.memory = nn.LSTM(self.width, self.width, self.layers, batch_first=True)

    def forward(self, x):
        return self.head(self.memory(self.words(x))[0]).reshape(-1, WORDS)


class Transformer(nn.Module):
    width, heads, layers, length, batch = 256, 4, 4, 64, 8

    def __init__(self):
        super().__init__()
        width = self.width
        self.words, self.places = nn.Embedding(WORDS, width), nn.Embedding(self.length, width)
        layer = nn.TransformerEncoderLayer(
            width, self.heads, 4 * width, dropout=0, activation="gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, self.layers, nn.LayerNorm(width), enable_nested_tensor=False)
        self.head = nn.Linear(width, WORDS)
        self.mask = torch.ones(self.length, self.length).triu(1).bool()
        # PyTorch 2 can be told what the mask means, and is faster for it.
        self.hint = {"is_causal": True} if "is_causal" in inspect.signature(nn.TransformerEncoder.forward).parameters else {}

    def forward(self, x):
        h = self.encoder(self.words(x) + self.places.weight, self.mask, **self.hint)
        return self.head(h).reshape(-1, WORDS)


def build(subject):
    """A function that does some steps, and how many."""
    torch.manual_seed(1)
    if subject == "add":
        one, two = torch.zeros(2, 2), torch.zeros(2, 2)

        def burst():
            for _ in range(1000):
                one + two

        return burst, 1000
    if subject in ("lstm", "transformer"):
        model = LongMemory() if subject == "lstm" else Transformer()
        tokens = torch.randint(0, WORDS, (model.batch, model.length + 1))
        x, y = tokens[:, :-1].clone(), tokens[:, 1:].reshape(-1)
    else:
        model = common.build(subject)
        x = torch.randn(8, 784) if subject == "mlp" else torch.randn(32, 1, 28, 28)
        y = torch.randint(0, 10, (len(x),))
    optimizer, _ = common.adam(model.parameters())

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), y).backward()
        optimizer.step()

    return step, 1


def main(subject):
    common.prepare()
    step, each = build(subject)
    for line in sys.stdin:
        seconds = json.loads(line)["seconds"]
        begin, steps, spent = time.perf_counter(), 0, 0
        while spent < seconds:
            step()
            steps += each
            spent = time.perf_counter() - begin
        common.report(stepsPerSecond=steps / spent)


if __name__ == "__main__":
    main(sys.argv[1])
