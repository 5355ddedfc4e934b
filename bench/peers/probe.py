"""Says which torch this Python has and where it was installed from."""

import json

import torch

print(json.dumps({"version": torch.__version__, "file": torch.__file__}))
