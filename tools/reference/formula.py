"""Numbers that Python and TypeScript (test/tensor/support/formula.ts) compute alike: Lehmer's generator
(Park and Miller, "Random number generators: good ones are hard to find", CACM 31, 1988)."""
import math

import torch

MODULUS = 2147483647


def floats(count, seed, low, high):
    """`count` numbers in [low, high), in float64."""
    x = seed % MODULUS or 1
    for _ in range(4):  # small seeds start small
        x = x * 16807 % MODULUS
    values = []
    for _ in range(count):
        x = x * 16807 % MODULUS
        values.append(low + (high - low) * (x / MODULUS))
    return values


def tensor(shape, dtype, seed, low, high):
    values = floats(math.prod(shape), seed, low, high)
    if not dtype.is_floating_point:
        values = [math.floor(value) for value in values]
    if dtype in (torch.float16, torch.bfloat16):  # rounded twice, as everywhere
        return torch.tensor(values, dtype=torch.float32).to(dtype).reshape(shape)
    return torch.tensor(values, dtype=dtype).reshape(shape)
