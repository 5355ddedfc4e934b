"""Steps per second of what bench/tensor/models.ts computes, with PyTorch on one thread.

usage: tensor.py add|mlp|cnn|transformer SECONDS
"""

import math
import sys

import common
import torch
from torch import nn
from torch.nn import functional as F

WORDS, WIDTH, HEADS, BLOCKS, LENGTH, BATCH = 256, 256, 4, 4, 64, 8


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.to_heads, self.from_heads = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.widen, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, mask):
        parts = self.to_heads(self.norm1(x)).view(BATCH, LENGTH, 3, HEADS, WIDTH // HEADS)
        q, k, v = (parts.select(2, i).transpose(1, 2) for i in range(3))
        scores = q.matmul(k.transpose(2, 3)).mul(1 / math.sqrt(WIDTH // HEADS))
        weights = scores.masked_fill(mask, -math.inf).softmax(-1)
        x = x + self.from_heads(weights.matmul(v).transpose(1, 2).reshape(BATCH, LENGTH, WIDTH))
        return x + self.narrow(F.gelu(self.widen(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places = nn.Embedding(WORDS, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WORDS)
        self.mask = torch.ones(LENGTH, LENGTH).triu(1).bool()

    def forward(self, x):
        h = self.words(x) + self.places.weight
        for block in self.blocks:
            h = block(h, self.mask)
        return self.head(self.norm(h)).reshape(-1, WORDS)


def build(subject):
    torch.manual_seed(1)
    if subject == "add":
        one, two = torch.zeros(2, 2), torch.zeros(2, 2)

        def burst():
            for _ in range(1000):
                one + two

        return burst, 1000
    if subject == "transformer":
        tokens = torch.randint(0, WORDS, (BATCH, LENGTH + 1))
        model, x, y = Transformer(), tokens[:, :-1].clone(), tokens[:, 1:].reshape(-1)
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


def main(subject, seconds):
    common.prepare()
    step, each = build(subject)
    steps, spent = common.timed(step, seconds)
    common.report(stepsPerSecond=steps * each / spent)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
