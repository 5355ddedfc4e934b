"""Computes the table's samples with PyTorch: values, and gradients of a weighted sum of them.

    node dist/tools/dump-samples.js | python3 tools/reference/operations.py > test/tensor/reference/operations.json
"""
import json
import sys

import torch
import torch.nn.functional as F

from formula import tensor

DTYPES = {name: getattr(torch, name) for name in ("float32", "float64", "int64", "int32", "uint8", "bool")}


def number(value):
    # Nine digits give every float32 back.
    return float(f"{value:.9g}")


def plain(value):
    if isinstance(value, bool):
        return {"shape": [], "dtype": "bool", "values": [int(value)]}
    flat = value.detach().reshape(-1).tolist()
    dtype = str(value.dtype).removeprefix("torch.")
    return {"shape": list(value.shape), "dtype": dtype, "values": [number(v) for v in flat]}


def argument(kind, value, seed):
    if kind == "tensors":
        return [argument("tensor", each, seed + 131 * (k + 1)) for k, each in enumerate(value)]
    if isinstance(value, dict):
        return tensor(value["shape"], DTYPES[value["dtype"]], seed, value["low"], value["high"])
    if kind == "dtype":
        return DTYPES[value]
    return value


def leaves(arguments, constant):
    for value, fixed in zip(arguments, constant):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, torch.Tensor):
                yield each, fixed


def main():
    result = {}
    for row in json.load(sys.stdin):
        function = eval(row["python"], {"torch": torch, "F": F})
        cases = []
        for at, sample in enumerate(row["samples"]):
            arguments = [argument(kind, value, 1 + at * 104729 + k * 7919)
                         for k, (kind, value) in enumerate(zip(row["kinds"], sample))]
            inputs = list(leaves(arguments, row["constant"]))
            if row["differentiable"]:
                for each, fixed in inputs:
                    each.requires_grad_(each.dtype == torch.float32 and not fixed)
            output = function(*arguments)
            outputs = list(output) if isinstance(output, (tuple, list)) else [output]
            case = {"outputs": [plain(each) for each in outputs]}
            floating = [each for each in outputs if isinstance(each, torch.Tensor) and each.requires_grad]
            if row["differentiable"] and floating:
                total = sum((each * tensor(each.shape, each.dtype, 77 + k, -1, 1)).sum() for k, each in enumerate(floating))
                total.backward()
                case["gradients"] = [None if each.grad is None else plain(each.grad) for each, _ in inputs]
            cases.append(case)
        result[row["name"]] = cases
    lines = [f'{json.dumps(name)}:{json.dumps(cases, separators=(",", ":"))}' for name, cases in result.items()]
    print(json.dumps({"torch": torch.__version__})[:-1] + ',"operations":{\n' + ",\n".join(lines) + "\n}}")


main()
