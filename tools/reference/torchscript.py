"""Writes test/tensor/reference/*.pt: small models with their code, for the loader's tests.

    /usr/bin/python3 tools/reference/torchscript.py
"""
from typing import Dict, List

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.ReLU())
        self.out = nn.Linear(3, 1)

    def forward(self, x):
        return self.out(self.fc(x))


class Parts(nn.Module):
    def forward(self, x, y) -> Dict[str, List[torch.Tensor]]:
        return {"sum": [x + y], "both": [x, y]}


torch.manual_seed(0)
torch.jit.script(Net()).save("test/tensor/reference/net.pt")
torch.jit.script(Parts()).save("test/tensor/reference/parts.pt")
