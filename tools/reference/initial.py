"""How the parameters of PyTorch's modules are distributed when they are made.

    python3 tools/reference/initial.py > test/tensor/reference/initial.json

Of each parameter of 60 modules: mean, standard deviation, and kurtosis, by which uniform (1.8) and normal (3) differ.
Constant ones have a deviation of 0. The names are those of test/tensor/nn/initial.test.ts. Needs PyTorch 2.x.
"""
import json

import torch
from torch import nn

TIMES = 60
MODULES = {
    "linear": lambda: nn.Linear(60, 80),
    "bilinear": lambda: nn.Bilinear(30, 20, 25),
    "prelu": lambda: nn.PReLU(3),
    "conv1d": lambda: nn.Conv1d(8, 40, 3),
    "conv2d": lambda: nn.Conv2d(8, 40, 3, groups=2),
    "conv3d": lambda: nn.Conv3d(2, 40, 2),
    "convTranspose1d": lambda: nn.ConvTranspose1d(8, 40, 3),
    "convTranspose2d": lambda: nn.ConvTranspose2d(8, 40, 3, groups=2),
    "convTranspose3d": lambda: nn.ConvTranspose3d(4, 40, 2),
    "batchNorm2d": lambda: nn.BatchNorm2d(4),
    "instanceNorm2d": lambda: nn.InstanceNorm2d(4, affine=True),
    "layerNorm": lambda: nn.LayerNorm(6),
    "rmsNorm": lambda: nn.RMSNorm(6),
    "groupNorm": lambda: nn.GroupNorm(2, 6),
    "embedding": lambda: nn.Embedding(80, 50),
    "embeddingBag": lambda: nn.EmbeddingBag(80, 50),
    "rnn": lambda: nn.RNN(20, 30),
    "lstm": lambda: nn.LSTM(20, 30, proj_size=10),
    "gru": lambda: nn.GRU(20, 30, bidirectional=True),
    "lstmCell": lambda: nn.LSTMCell(20, 30),
    "attention": lambda: nn.MultiheadAttention(40, 4),
    "attentionWidths": lambda: nn.MultiheadAttention(40, 4, kdim=20, vdim=60),
    "encoderLayer": lambda: nn.TransformerEncoderLayer(32, 4, 48),
    "decoderLayer": lambda: nn.TransformerDecoderLayer(32, 4, 48),
    "transformer": lambda: nn.Transformer(32, 4, 1, 1, 48, batch_first=True),
}


def number(value):
    return float(f"{value:.6g}")


def moments(values):
    mean = values.mean().item()
    off = values - mean
    std = off.square().mean().sqrt().item()
    if std < 1e-9:
        return [number(mean), 0, 0]
    return [number(mean), number(std), number((off / std).pow(4).mean().item())]


def record(make):
    all_of_them = [dict(make().named_parameters()) for _ in range(TIMES)]
    return {name: moments(torch.cat([each[name].detach().reshape(-1).double() for each in all_of_them]))
            for name in all_of_them[0]}


torch.manual_seed(1)
torch.set_num_threads(1)
lines = [f"{json.dumps(name)}:{json.dumps(record(make), separators=(',', ':'))}" for name, make in MODULES.items()]
print(json.dumps({"torch": torch.__version__})[:-1] + ',"modules":{\n' + ",\n".join(lines) + "\n}}")
