"""What PyTorch's modules give: names and shapes of their state, and outputs from weights that a formula gives.

    python3 tools/reference/modules.py > test/tensor/reference/modules.json

The names are those of test/tensor/nn/modules.test.ts, which makes the same modules. Needs PyTorch 2.x.
"""
import json
import math

import torch
from torch import nn

from formula import tensor


def f(*shape, seed=1, low=-1, high=1):
    return tensor(list(shape), torch.float32, 900 + seed, low, high)


def i(*shape, high):
    return tensor(list(shape), torch.int64, 950, 0, high)


LAYER = {"dim_feedforward": 12, "dropout": 0.0}
MODULES = {
    "linear": (lambda: nn.Linear(3, 4), [f(2, 3)]),
    "bilinear": (lambda: nn.Bilinear(3, 2, 4), [f(5, 3), f(5, 2, seed=2)]),
    "prelu": (lambda: nn.PReLU(3), [f(2, 3, 4)]),
    "conv1d": (lambda: nn.Conv1d(4, 6, 3, padding="same", groups=2), [f(2, 4, 7)]),
    "conv2d": (lambda: nn.Conv2d(2, 3, (3, 2), stride=2, padding=(1, 0), bias=False), [f(2, 2, 6, 5)]),
    "convReflect": (lambda: nn.Conv2d(2, 3, 3, padding=(2, 1), padding_mode="reflect"), [f(2, 2, 5, 4)]),
    "convReplicate": (lambda: nn.Conv1d(2, 3, 4, padding="same", padding_mode="replicate"), [f(2, 2, 5)]),
    "convCircular": (lambda: nn.Conv3d(1, 2, 2, padding=1, padding_mode="circular"), [f(1, 1, 3, 2, 4)]),
    "conv3d": (lambda: nn.Conv3d(2, 3, 2, dilation=(1, 2, 1)), [f(1, 2, 4, 5, 3)]),
    "convTranspose1d": (lambda: nn.ConvTranspose1d(4, 2, 3, stride=2, output_padding=1), [f(2, 4, 5)]),
    "convTranspose2d": (lambda: nn.ConvTranspose2d(2, 4, 2, padding=1, groups=2), [f(1, 2, 4, 4)]),
    "convTranspose3d": (lambda: nn.ConvTranspose3d(2, 3, (1, 2, 2), stride=(1, 2, 1)), [f(1, 2, 2, 3, 2)]),
    "batchNorm1d": (lambda: nn.BatchNorm1d(3), [f(4, 3)]),
    "batchNorm2d": (lambda: nn.BatchNorm2d(3, momentum=0.3), [f(4, 3, 2, 2)]),
    "batchNorm3d": (lambda: nn.BatchNorm3d(2, affine=False), [f(2, 2, 2, 2, 2)]),
    "batchNormMean": (lambda: nn.BatchNorm1d(3, momentum=None), [f(4, 3)]),
    "instanceNorm2d": (lambda: nn.InstanceNorm2d(3, affine=True, track_running_stats=True), [f(2, 3, 2, 3)]),
    "layerNorm": (lambda: nn.LayerNorm([3, 4]), [f(2, 3, 4)]),
    "layerNormNoBias": (lambda: nn.LayerNorm(4, bias=False), [f(2, 3, 4)]),
    "rmsNorm": (lambda: nn.RMSNorm(4), [f(2, 3, 4)]),
    "groupNorm": (lambda: nn.GroupNorm(2, 4), [f(2, 4, 3)]),
    "embedding": (lambda: nn.Embedding(6, 3, padding_idx=0), [i(2, 4, high=6)]),
    "embeddingBag": (lambda: nn.EmbeddingBag(6, 3, mode="sum"), [i(2, 4, high=6)]),
    "rnn": (lambda: nn.RNN(3, 4, nonlinearity="relu", bidirectional=True), [f(5, 2, 3)]),
    "lstm": (lambda: nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), [f(2, 5, 3)]),
    "lstmState": (lambda: nn.LSTM(3, 4, bias=False), [f(5, 2, 3), (f(1, 2, 4, seed=2), f(1, 2, 4, seed=3))]),
    "lstmSingle": (lambda: nn.LSTM(3, 4), [f(5, 3)]),
    "lstmProjected": (lambda: nn.LSTM(3, 5, num_layers=2, bidirectional=True, proj_size=2), [f(4, 2, 3)]),
    "lstmProjectedState": (lambda: nn.LSTM(3, 4, proj_size=2, bias=False),
                           [f(4, 2, 3), (f(1, 2, 2, seed=2), f(1, 2, 4, seed=3))]),
    "gru": (lambda: nn.GRU(3, 4, num_layers=2), [f(5, 2, 3)]),
    "gruState": (lambda: nn.GRU(3, 4), [f(5, 3), f(1, 4, seed=2)]),
    "rnnCell": (lambda: nn.RNNCell(3, 4), [f(2, 3)]),
    "lstmCell": (lambda: nn.LSTMCell(3, 4), [f(2, 3), (f(2, 4, seed=2), f(2, 4, seed=3))]),
    "gruCellSingle": (lambda: nn.GRUCell(3, 4), [f(3), f(4, seed=2)]),
    "lstmCellSingle": (lambda: nn.LSTMCell(3, 4), [f(3)]),
    "instanceNormSingle": (lambda: nn.InstanceNorm1d(3, affine=True), [f(3, 4)]),
    "constantPad": (lambda: nn.ConstantPad2d((1, -1, 2, 0), 0.5), [f(1, 2, 3, 4)]),
    "zeroPad": (lambda: nn.ZeroPad1d(2), [f(2, 3)]),
    "reflectionPad": (lambda: nn.ReflectionPad2d((1, 2, 0, 1)), [f(1, 2, 3, 4)]),
    "replicationPad": (lambda: nn.ReplicationPad3d(1), [f(1, 2, 2, 2, 3)]),
    "circularPad": (lambda: nn.CircularPad1d((2, 1)), [f(1, 2, 4)]),
    "unfold": (lambda: nn.Unfold((2, 3), padding=1, stride=(1, 2)), [f(2, 2, 4, 5)]),
    "fold": (lambda: nn.Fold((4, 5), 2, dilation=(1, 2)), [f(1, 8, 9)]),
    "gruCell": (lambda: nn.GRUCell(3, 4, bias=False), [f(2, 3), f(2, 4, seed=2)]),
    "attention": (lambda: Masked(nn.MultiheadAttention(4, 2)), [f(3, 2, 4)]),
    "attentionPadded": (lambda: Padded(nn.MultiheadAttention(4, 2, batch_first=True)), [f(2, 3, 4), f(2, 5, 4, seed=2)]),
    "attentionWidths": (lambda: Named(nn.MultiheadAttention(4, 2, kdim=3, vdim=5, bias=False)),
                        [f(3, 2, 4), f(6, 2, 3, seed=2), f(6, 2, 5, seed=3)]),
    "encoderLayer": (lambda: nn.TransformerEncoderLayer(4, 2, **LAYER), [f(3, 2, 4)]),
    "encoderLayerFirst": (lambda: nn.TransformerEncoderLayer(4, 2, **LAYER, activation="gelu", norm_first=True,
                                                             batch_first=True, bias=False), [f(2, 3, 4)]),
    "decoderLayer": (lambda: nn.TransformerDecoderLayer(4, 2, **LAYER), [f(3, 2, 4), f(5, 2, 4, seed=2)]),
    "decoderLayerFirst": (lambda: nn.TransformerDecoderLayer(4, 2, **LAYER, norm_first=True),
                          [f(3, 2, 4), f(5, 2, 4, seed=2)]),
    "attentionAdded": (lambda: Added(nn.MultiheadAttention(4, 2, batch_first=True)), [f(2, 3, 4)]),
    "encoderMasked": (lambda: MaskedLayer(nn.TransformerEncoderLayer(4, 2, **LAYER, batch_first=True)), [f(2, 3, 4)]),
    "decoder": (lambda: Decoding(nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, **LAYER, norm_first=True), 2,
                                                       nn.LayerNorm(4))), [f(3, 2, 4), f(5, 2, 4, seed=2)]),
    "encoder": (lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, **LAYER), 2, nn.LayerNorm(4)),
                [f(3, 2, 4)]),
    "transformer": (lambda: nn.Transformer(4, 2, 1, 2, **LAYER), [f(3, 2, 4), f(2, 2, 4, seed=2)]),
}


class Named(nn.Module):
    """Output and weights under the layer's own names."""
    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def state_dict(self, *args, **kwargs):
        return self.layer.state_dict(*args, **kwargs)

    def named_parameters(self, *args, **kwargs):
        return self.layer.named_parameters(*args, **kwargs)

    def forward(self, query, key, value):
        return self.layer(query, key, value)


class Masked(Named):
    def forward(self, x):
        mask = torch.ones(3, 3, dtype=torch.bool).triu(1)
        return self.layer(x, x, x, attn_mask=mask, average_attn_weights=False)


class Padded(Named):
    def forward(self, x, memory):
        padding = torch.tensor([[False, False, False, True, True], [False, True, False, False, False]])
        return self.layer(x, memory, memory, key_padding_mask=padding)


class Added(Named):
    """Numbers that are added, one mask for each head."""
    def forward(self, x):
        return self.layer(x, x, x, attn_mask=f(4, 3, 3, seed=4))


class MaskedLayer(Named):
    """A mask and what is padding."""
    def forward(self, x):
        mask = torch.ones(3, 3, dtype=torch.bool).triu(1)
        padding = torch.tensor([[False, False, True], [False, False, False]])
        return self.layer(x, src_mask=mask, src_key_padding_mask=padding)


class Decoding(Named):
    """Targets see what is before them, and not all of the memory."""
    def forward(self, target, memory):
        padding = torch.tensor([[False, False, False, True, True], [False, True, False, False, False]])
        mask = torch.ones(3, 3, dtype=torch.bool).triu(1)
        return self.layer(target, memory, tgt_mask=mask, memory_key_padding_mask=padding)


def number(value):
    return float(f"{value:.9g}")


def flat(output):
    if isinstance(output, torch.Tensor):
        return [output]
    return [each for part in output for each in flat(part)]


def record(make, inputs):
    model = make().train()
    state = model.state_dict()
    with torch.no_grad():
        for seed, (name, parameter) in enumerate(sorted(model.named_parameters())):
            parameter.copy_(tensor(parameter.shape, torch.float32, 1 + seed, -0.5, 0.9))
    outputs = flat(model(*inputs))
    total = sum((each * tensor(each.shape, torch.float32, 77 + k, -1, 1)).sum() for k, each in enumerate(outputs))
    if total.requires_grad:
        total.backward()
    buffers = {name: [number(v) for v in value.reshape(-1).tolist()] for name, value in model.state_dict().items()
               if name not in dict(model.named_parameters())}
    return {
        "state": [[name, list(value.shape)] for name, value in state.items()],
        "outputs": [{"shape": list(each.shape), "values": [number(v) for v in each.detach().reshape(-1).tolist()]}
                    for each in outputs],
        "gradients": {name: [number(v) for v in parameter.grad.reshape(-1).tolist()]
                      for name, parameter in model.named_parameters()},
        "buffers": buffers,
    }


lines = [f"{json.dumps(name)}:{json.dumps(record(*entry), separators=(',', ':'))}" for name, entry in MODULES.items()]
print(json.dumps({"torch": torch.__version__})[:-1] + ',"modules":{\n' + ",\n".join(lines) + "\n}}")
