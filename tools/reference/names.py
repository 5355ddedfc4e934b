"""Prints the names of PyTorch's operations as JSON, for tools/list-operations.ts: public functions of torch and
torch.linalg, methods of Tensor, functions of torch.nn.functional. What serves one backend, quantization, sparse or
complex numbers, symbolic shapes, or copies of views is left out: the library has none of these.
"""
import json
import re
import warnings

import torch

NO = re.compile(
    r"^_|(?<!index)_copy$|backward|cudnn|miopen|mkldnn|fbgemm|mps|xpu|hip|quantize|qint|^q_|fake_quant|^sym_|sparse|csr|csc|coo$|bsr|bsc"
    r"|complex|conj|^real$|^imag$|angle|polar|^resolve_|named|names|^rename|^align_|^refine|^to_dense|^is_|^dim_order|dynamo"
    r"|^has_|hook|^data_ptr|^storage|untyped|vmap|handle_torch|cuda|cpu|ipu|^numpy|^from_|from_(?:numpy|dlpack)|_functional"
    r"|dense_dim|^choose_qparams|^retain|^requires|^share|^module_load|^reinforce|^boolean_dispatch|^assert|namedtuple"
)


def functions(place):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sorted(name for name in dir(place)
                      if not NO.search(name) and name.islower() and callable(getattr(place, name, None))
                      and not isinstance(getattr(place, name), type))


operations = set(functions(torch._C._VariableFunctions)) | set(torch.functional.__all__)
print(json.dumps({
    "version": torch.__version__.split("+")[0],
    "torch": sorted(name for name in operations if not NO.search(name) and hasattr(torch, name)),
    "Tensor": sorted(set(functions(torch.Tensor)) - operations),
    "F": functions(torch.nn.functional),
    "linalg": functions(torch.linalg),
}))
