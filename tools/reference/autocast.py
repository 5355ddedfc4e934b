"""In which dtype PyTorch's autocast to bfloat16 gives the results of the table's operations, on a CPU: of those that it
changes anything about. All others give what they give without.

    node dist/tools/dump-samples.js | python3 tools/reference/autocast.py > test/tensor/reference/autocast.json

Of each: with its float32 inputs as they are, with all in bfloat16, and, if there are several, with the first one in
bfloat16. `error` is where PyTorch refuses. Needs PyTorch 2.x, and a processor with AVX-512: without it PyTorch's lstm has
no bfloat16, and the script ends with exit code 3.
"""
import json
import sys
import warnings

import torch
import torch.nn.functional as F

from operations import argument, at, set_at


def convert(arguments, which):
    """The float32 tensors whose number `which` accepts in bfloat16."""
    count = 0

    def each(value):
        nonlocal count
        if not isinstance(value, torch.Tensor) or value.dtype != torch.float32:
            return value
        count += 1
        return value.to(torch.bfloat16) if which(count) else value

    return [[each(one) for one in value] if isinstance(value, list) else each(value) for value in arguments], count


def dtypes(function, arguments, enabled):
    try:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=enabled):
            output = function(*arguments)
    except RuntimeError:
        return "error"
    outputs = output if isinstance(output, (tuple, list)) else [output]
    return " ".join(str(each.dtype).removeprefix("torch.") if isinstance(each, torch.Tensor) else "" for each in outputs)


def answers(row):
    function = eval(row["python"], {"torch": torch, "F": F, "at": at, "set_at": set_at})
    for at_sample, sample in enumerate(row["samples"]):
        def given():
            return [argument(kind, value, 1 + at_sample * 104729 + k * 7919)
                    for k, (kind, value) in enumerate(zip(row["kinds"], sample))]

        count = convert(given(), lambda _: False)[1]
        if count == 0:
            continue
        ways = [lambda _: False, lambda _: True, *([lambda k: k == 1] if count > 1 else [])]
        with_it, without = ([dtypes(function, convert(given(), way)[0], on) for way in ways] for on in (True, False))
        return {"sample": at_sample, "dtypes": with_it} if with_it != without else None
    return None


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        print("PyTorch has no bfloat16 in oneDNN on this processor.", file=sys.stderr)
        sys.exit(3)
    rows = [row for room in json.load(sys.stdin).values() for row in room]
    found = {row["name"]: answers(row) for row in rows}
    lines = [f"{json.dumps(name)}:{json.dumps(case)}" for name, case in found.items() if case is not None]
    print(json.dumps({"torch": torch.__version__})[:-1] + ',"operations":{\n' + ",\n".join(lines) + "\n}}")
