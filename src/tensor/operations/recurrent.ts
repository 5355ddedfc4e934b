import { f, type Row, type SampleTensor } from './row.js'

/** Weights of layers: [gates * hidden, in], [gates * hidden, hidden] and two biases for each direction. */
function weights(
  gates: number,
  input: number,
  hidden: number,
  layers: number,
  directions: number,
  bias = true,
) {
  const list: SampleTensor[] = []
  for (let layer = 0; layer < layers; layer++) {
    for (let direction = 0; direction < directions; direction++) {
      list.push(f([gates * hidden, layer === 0 ? input : directions * hidden]), f([gates * hidden, hidden]))
      if (bias) list.push(f([gates * hidden]), f([gates * hidden]))
    }
  }
  return list
}

const end = 'hasBiases: bool, numLayers: int, bidirectional: bool, batchFirst: bool'

function layers(name: string, native: string, gates: number, doc: string): Row {
  return {
    signature: `${name}(input: tensor, hidden: tensor, weights: tensors, ${end})`,
    cpp: `at::${native}(input, hidden, weights, hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst)`,
    doc,
    on: [],
    result: 'tensors',
    python: `lambda x, h, w, b, l, d, f: torch.${native}(x, h, w, b, l, 0.0, False, d, f)`,
    samples: [
      [f([4, 2, 3]), f([1, 2, 5]), weights(gates, 3, 5, 1, 1), true, 1, false, false],
      [f([2, 4, 3]), f([4, 2, 2]), weights(gates, 3, 2, 2, 2, false), false, 2, true, true],
    ],
  }
}

function cell(name: string, native: string, gates: number, doc: string): Row {
  return {
    signature: `${name}(input: tensor, hidden: tensor, weightIh: tensor, weightHh: tensor, biasIh: tensor?, biasHh: tensor?)`,
    cpp: `at::${native}(input, hidden, weightIh, weightHh, biasIh, biasHh)`,
    doc,
    on: [],
    python: `torch.${native}`,
    samples: [
      [f([2, 3]), f([2, 4]), f([gates * 4, 3]), f([gates * 4, 4]), f([gates * 4]), f([gates * 4])],
      [f([1, 3]), f([1, 4]), f([gates * 4, 3]), f([gates * 4, 4]), null, null],
    ],
  }
}

/** What nn's recurrent layers call. Dropout between layers is theirs: libtorch would draw from its own generator. */
export const recurrent: readonly Row[] = [
  {
    signature: `lstm(input: tensor, hidden: tensors, weights: tensors, ${end})`,
    cpp: 'at::lstm(lowered(input), lowered(hidden), lowered(weights), hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst)',
    doc: 'Output, last hidden and last cell state of long short-term memory layers.',
    on: [],
    result: 'tensors',
    python: 'lambda x, h, w, b, l, d, f: torch.lstm(x, h, w, b, l, 0.0, False, d, f)',
    samples: [
      [f([4, 2, 3]), [f([1, 2, 5]), f([1, 2, 5])], weights(4, 3, 5, 1, 1), true, 1, false, false],
      [f([2, 4, 3]), [f([4, 2, 2]), f([4, 2, 2])], weights(4, 3, 2, 2, 2, false), false, 2, true, true],
    ],
  },
  layers('gru', 'gru', 3, 'Output and last state of gated recurrent layers.'),
  layers('rnnTanh', 'rnn_tanh', 1, 'Output and last state of Elman layers with tanh.'),
  layers('rnnRelu', 'rnn_relu', 1, 'Output and last state of Elman layers with relu.'),
  {
    signature:
      'lstmCell(input: tensor, hidden: tensors, weightIh: tensor, weightHh: tensor, biasIh: tensor?, biasHh: tensor?)',
    cpp: 'at::lstm_cell(input, hidden, weightIh, weightHh, biasIh, biasHh)',
    doc: 'The next hidden and cell state of a long short-term memory cell.',
    on: [],
    result: 'tensors',
    python: 'torch.lstm_cell',
    samples: [
      [f([2, 3]), [f([2, 4]), f([2, 4])], f([16, 3]), f([16, 4]), f([16]), f([16])],
      [f([1, 3]), [f([1, 4]), f([1, 4])], f([16, 3]), f([16, 4]), null, null],
    ],
  },
  cell('gruCell', 'gru_cell', 3, 'The next state of a gated recurrent cell.'),
  cell('rnnTanhCell', 'rnn_tanh_cell', 1, 'The next state of an Elman cell with tanh.'),
  cell('rnnReluCell', 'rnn_relu_cell', 1, 'The next state of an Elman cell with relu.'),
]
