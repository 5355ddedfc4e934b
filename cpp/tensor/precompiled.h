// Everything of libtorch that the addon includes, compiled once (one file that includes it takes 19 s).
#pragma once
#include <torch/torch.h>
