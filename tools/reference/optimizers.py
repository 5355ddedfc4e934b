"""Parameters after 1, 2 and 25 steps of every optimizer, and 60 learning rates of every schedule, from PyTorch 2.x.

    python tools/reference/optimizers.py > test/tensor/reference/optimizers.json

Lion and LAMB, which PyTorch does not have, are written out from their papers in float64. The gradient of parameter i
in step t is a formula's plus half the parameter, so an error in one step shows in all later ones.
"""
import json
import math

import torch

from formula import tensor

STEPS = 25
SHOWN = (1, 2, STEPS)
SHAPES = ([5], [3, 7])


class Lion(torch.optim.Optimizer):
    """Chen et al., arXiv 2302.06675, program 1."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                update = torch.sign(b1 * m + (1 - b1) * p.grad) + group["weight_decay"] * p
                p.data -= group["lr"] * update
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


class Lamb(torch.optim.Optimizer):
    """You et al., arXiv 1904.00962, algorithm 2, with the identity for phi."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                t = state["t"] = state.get("t", 0) + 1
                m = state.setdefault("m", torch.zeros_like(p))
                v = state.setdefault("v", torch.zeros_like(p))
                m.mul_(b1).add_(p.grad, alpha=1 - b1)
                v.mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
                r = (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + group["eps"]) + group["weight_decay"] * p
                a, b = p.norm().item(), r.norm().item()
                p.data -= group["lr"] * (a / b if a > 0 and b > 0 else 1) * r


# Name in optim, class here, options by PyTorch's names, and what the second group has otherwise.
CASES = [
    ("sgd", torch.optim.SGD, dict(lr=0.05), {}),
    ("sgd", torch.optim.SGD, dict(lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.1), dict(lr=0.01)),
    ("sgd", torch.optim.SGD, dict(lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1), {}),
    ("sgd", torch.optim.SGD, dict(lr=0.02, momentum=0.5, weight_decay=0.1, maximize=True), {}),
    ("adam", torch.optim.Adam, dict(lr=0.02), {}),
    ("adam", torch.optim.Adam, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1), dict(weight_decay=0)),
    ("adam", torch.optim.Adam, dict(lr=0.02, amsgrad=True, weight_decay=0.05), {}),
    ("adam", torch.optim.Adam, dict(lr=0.02, maximize=True), {}),
    ("adamW", torch.optim.AdamW, dict(lr=0.02), {}),
    ("adamW", torch.optim.AdamW, dict(lr=0.02, weight_decay=0.2, amsgrad=True), dict(lr=0.05, weight_decay=0)),
    ("nadam", torch.optim.NAdam, dict(lr=0.02), {}),
    ("nadam", torch.optim.NAdam, dict(lr=0.02, weight_decay=0.1, momentum_decay=0.1), dict(lr=0.01)),
    ("nadam", torch.optim.NAdam, dict(lr=0.02, weight_decay=0.1, decoupled_weight_decay=True), {}),
    ("rmsprop", torch.optim.RMSprop, dict(lr=0.01), {}),
    ("rmsprop", torch.optim.RMSprop, dict(lr=0.01, centered=True, weight_decay=0.1), {}),
    ("rmsprop", torch.optim.RMSprop, dict(lr=0.01, momentum=0.9, alpha=0.9), {}),
    ("rmsprop", torch.optim.RMSprop, dict(lr=0.01, momentum=0.9, centered=True, eps=1e-3), dict(momentum=0)),
    ("adagrad", torch.optim.Adagrad, dict(lr=0.1), {}),
    ("adagrad", torch.optim.Adagrad, dict(lr=0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5), {}),
    ("adadelta", torch.optim.Adadelta, dict(lr=1.0), {}),
    ("adadelta", torch.optim.Adadelta, dict(lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1), dict(lr=1.0)),
    ("lion", Lion, dict(lr=0.01), {}),
    ("lion", Lion, dict(lr=0.01, betas=(0.8, 0.95), weight_decay=0.3), dict(lr=0.003)),
    ("lamb", Lamb, dict(lr=0.02), {}),
    ("lamb", Lamb, dict(lr=0.02, betas=(0.8, 0.95), weight_decay=0.2), dict(weight_decay=0)),
]

SCHEDULES = [
    ("step", lambda o, s: s.StepLR(o, 7, 0.5), dict(every=7, gamma=0.5)),
    ("multiStep", lambda o, s: s.MultiStepLR(o, [5, 20, 21], 0.3), dict(milestones=[5, 20, 21], gamma=0.3)),
    ("exponential", lambda o, s: s.ExponentialLR(o, 0.93), dict(gamma=0.93)),
    ("cosine", lambda o, s: s.CosineAnnealingLR(o, 60), {}),
    ("cosine", lambda o, s: s.CosineAnnealingLR(o, 59, eta_min=0.1), dict(steps=59, to=0.1)),
    ("cosineRestarts", lambda o, s: s.CosineAnnealingWarmRestarts(o, 9), dict(period=9)),
    ("cosineRestarts", lambda o, s: s.CosineAnnealingWarmRestarts(o, 4, 2, 0.1), dict(period=4, grow=2, to=0.1)),
    ("oneCycle", lambda o, s: s.OneCycleLR(o, 1.0, 60, cycle_momentum=False), {}),
    ("oneCycle", lambda o, s: s.OneCycleLR(o, 1.0, 60, pct_start=0.2, anneal_strategy="linear", div_factor=10,
                                           final_div_factor=100, cycle_momentum=False),
     dict(steps=60, rise=0.2, divide=10, finalDivide=100, anneal="linear")),
    ("linear", lambda o, s: s.LinearLR(o, 0.1, 1.0, 12), {"steps": 12, "from": 0.1}),
    ("polynomial", lambda o, s: s.PolynomialLR(o, 40, 2.0), dict(steps=40, power=2)),
]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def shown(options):
    return {camel(name): value for name, value in options.items()}


def number(value):
    return float(f"{value:.9g}")


def run(make, options, second):
    dtype = torch.float64 if make in (Lion, Lamb) else torch.float32
    parameters = [tensor(shape, dtype, 11 + i, -1, 1).requires_grad_() for i, shape in enumerate(SHAPES)]
    optimizer = make([{"params": parameters[:1]}, {"params": parameters[1:], **second}], **options)
    after = {}
    for t in range(STEPS):
        for i, parameter in enumerate(parameters):
            slope = tensor(parameter.shape, dtype, 1000 + 10 * t + i, -1, 1)
            parameter.grad = slope + 0.5 * parameter.detach()
        optimizer.step()
        if t + 1 in SHOWN:
            after[t + 1] = [[number(v) for v in p.detach().reshape(-1).tolist()] for p in parameters]
    return after


def rates(make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimizer, torch.optim.lr_scheduler)
    values = []
    for _ in range(60):
        values.append(number(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        schedule.step()
    return values


def plateau(**options):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    metrics = [round(math.sin(t * 0.9) + 0.02 * t, 3) for t in range(40)]
    factors = []
    for value in metrics:
        schedule.step(value)
        factors.append(number(optimizer.param_groups[0]["lr"]))
    return {"metrics": metrics, "factors": factors}


torch.set_num_threads(1)
print("{" + ",\n".join([
    f'"torch": "{torch.__version__}"',
    '"optimizers": [\n' + ",\n".join(json.dumps(
        {"name": name, "options": shown(options), "second": shown(second), "after": run(make, options, second)},
        separators=(",", ":")) for name, make, options, second in CASES) + "]",
    '"schedules": [\n' + ",\n".join(json.dumps(
        {"name": name, "options": options, "factors": rates(make)}, separators=(",", ":"))
        for name, make, options in SCHEDULES) + "]",
    '"plateaus": [\n' + ",\n".join(json.dumps({"options": options, **plateau(**torch_options)}, separators=(",", ":"))
                                   for options, torch_options in [
        (dict(mode="max", patience=3), dict(mode="max", patience=3)),
        (dict(mode="min", factor=0.5, patience=1, cooldown=2, threshold=0.05, thresholdMode="absolute", least=0.1),
         dict(mode="min", factor=0.5, patience=1, cooldown=2, threshold=0.05, threshold_mode="abs", min_lr=0.1)),
    ]) + "]",
]) + "}")
