/**
 * What is fixed before libtorch loads, as `NAME=VALUE`; a value that the environment has already stands.
 *
 * `MKL_CBWR`: without it MKL's vector products (`dot`, `mv`) change their bits with the alignment of their inputs;
 * `AUTO` keeps the speed, where `COMPATIBLE` costs 60 %.
 * `CUBLAS_WORKSPACE_CONFIG`: cuBLAS is deterministic only with a workspace of fixed size.
 * `OMP_DYNAMIC`: the OpenMP runtime may otherwise use fewer threads than were asked for on a busy machine.
 */
export const PINS = ['MKL_CBWR=AUTO', 'CUBLAS_WORKSPACE_CONFIG=:4096:8', 'OMP_DYNAMIC=false']

/** Further variables by which BLAS, oneDNN and ATen choose their kernels: recorded, so that two runs can be told apart. */
export const RECORDED = [
  'MKL_CBWR',
  'OPENBLAS_CORETYPE',
  'ONEDNN_MAX_CPU_ISA',
  'DNNL_MAX_CPU_ISA',
  'ATEN_CPU_CAPABILITY',
  'CUBLAS_WORKSPACE_CONFIG',
]
