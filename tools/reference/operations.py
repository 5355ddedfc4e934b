"""Computes the table's samples with PyTorch: values, and gradients of a weighted sum of them.

    node dist/tools/dump-samples.js | python3 tools/reference/operations.py test/tensor/reference/operations

writes a file for each room of the table. It takes PyTorch 2.x: 1.13 lacks some of the operations, and float16 on a CPU.
"""
import json
import math
import os
import sys

import torch
import torch.nn.functional as F

from formula import tensor

NAMES = ("float32", "float64", "float16", "bfloat16", "int64", "int32", "uint8", "bool")
DTYPES = {name: getattr(torch, name) for name in NAMES}


def number(value):
    if isinstance(value, int):
        return value
    if not math.isfinite(value):  # JSON has no such numbers
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    # Nine digits give every float32 back.
    return float(f"{value:.9g}")


def plain(value):
    if isinstance(value, bool):
        return {"shape": [], "dtype": "bool", "values": [int(value)]}
    flat = value.detach().reshape(-1).tolist()
    dtype = str(value.dtype).removeprefix("torch.")
    return {"shape": list(value.shape), "dtype": dtype, "values": [number(v) for v in flat]}


def make(value, seed):
    dtype = DTYPES[value["dtype"]]
    if "values" in value:
        return torch.tensor([float(each) for each in value["values"]], dtype=torch.float64).to(dtype).reshape(value["shape"])
    return tensor(value["shape"], dtype, seed, value["low"], value["high"])


def entry(value, seed):
    """One entry of an index; ranges stay lists, for at()."""
    return make(value, seed) if isinstance(value, dict) else value


def argument(kind, value, seed):
    if kind in ("tensors", "tensors?", "operands"):
        return [None if each is None else make(each, seed + 131 * (k + 1)) for k, each in enumerate(value)]
    if kind == "index":
        return [entry(each, seed + 131 * (k + 1)) for k, each in enumerate(value)]
    if isinstance(value, dict):
        return make(value, seed)
    if kind in ("dtype", "dtype?"):
        return None if value is None else DTYPES[value]
    return value


def brackets(x, index):
    """The index as Python writes it, and x with those dimensions reversed that it runs through backwards."""
    def width(each):
        if isinstance(each, torch.Tensor):
            return each.dim() if each.dtype == torch.bool else 1
        return 0 if each is None or each == "..." else 1

    rest = x.dim() - sum(width(each) for each in index)
    dim, found, backwards = 0, [], []
    for each in index:
        if each == ":":
            each = []
        if isinstance(each, str):
            found.append(Ellipsis)
            dim += rest
            continue
        if isinstance(each, list):
            start, end, step = (each + [None] * 3)[:3]
            if step is not None and step < 0:
                # Place p of the original is place size - 1 - p of the reversed one.
                size = x.shape[dim]
                places = range(size)[start:end:step]
                backwards.append(dim)
                start, end = (size - 1 - places[0], size - places[-1]) if len(places) else (0, 0)
                step = -step
            found.append(slice(start, end, step))
        else:
            found.append(each)
        dim += width(each)
    return x.flip(backwards) if backwards else x, tuple(found), backwards


def at(x, index):
    turned, found, _ = brackets(x, index)
    return turned[found]


def set_at(x, index, value):
    turned, found, backwards = brackets(x, index)
    copy = turned.clone()
    copy[found] = value
    return copy.flip(backwards)


def leaves(arguments, constant):
    for value, fixed in zip(arguments, constant):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, torch.Tensor):
                yield each, fixed


def answer(row, function, at_sample, sample):
    arguments = [argument(kind, value, 1 + at_sample * 104729 + k * 7919)
                 for k, (kind, value) in enumerate(zip(row["kinds"], sample))]
    inputs = list(leaves(arguments, row["constant"]))
    if row["differentiable"]:
        for each, fixed in inputs:
            each.requires_grad_(each.dtype.is_floating_point and not fixed)
    output = function(*arguments)
    outputs = list(output) if isinstance(output, (tuple, list)) else [output]
    case = {"outputs": [plain(each) for each in outputs]}
    floating = [each for each in outputs if isinstance(each, torch.Tensor) and each.requires_grad]
    if row["differentiable"] and floating:
        total = sum((each * tensor(each.shape, each.dtype, 77 + k, -1, 1)).sum() for k, each in enumerate(floating))
        total.backward()
        case["gradients"] = [None if each.grad is None else plain(each.grad) for each, _ in inputs]
    return case


def answers(row):
    function = eval(row["python"], {"torch": torch, "F": F, "at": at, "set_at": set_at})
    try:
        return [answer(row, function, k, sample) for k, sample in enumerate(row["samples"])]
    except Exception as error:
        raise RuntimeError(f"{row['name']}: {row['python']}") from error


def main(folder):
    for room, rows in json.load(sys.stdin).items():
        found = {row["name"]: answers(row) for row in rows}
        lines = [f'{json.dumps(name)}:{json.dumps(cases, separators=(",", ":"))}' for name, cases in found.items()]
        with open(os.path.join(folder, f"{room}.json"), "w") as file:
            head = json.dumps({"torch": torch.__version__})[:-1]
            print(head + ',"operations":{\n' + ",\n".join(lines) + "\n}}", file=file)


if __name__ == "__main__":
    main(sys.argv[1])
