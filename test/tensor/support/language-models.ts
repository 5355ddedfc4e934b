import { nn, type Tensor, zeros } from '../../../src/tensor/index.js'

// The models of tools/reference/losses.py, for bytes below 128.

export class LSTMModel extends nn.Module<[Tensor]> {
  embedding = nn.embedding(128, 32)
  lstm = nn.lstm(32, 64, { numLayers: 2, batchFirst: true })
  head = nn.linear(64, 128)

  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(this.embedding.forward(x))[0])
  }
}

/** Four layers, each position seeing those before it. */
export class TransformerModel extends nn.Module<[Tensor]> {
  embedding = nn.embedding(128, 64)
  positions = nn.parameter(zeros([32, 64]))
  encoder = nn.transformerEncoder(
    () =>
      nn.transformerEncoderLayer(64, 4, {
        dimFeedforward: 128,
        dropout: 0,
        activation: 'gelu',
        batchFirst: true,
        normFirst: true,
      }),
    4,
    nn.layerNorm(64),
  )
  head = nn.linear(64, 128)

  forward(x: Tensor): Tensor {
    const placed = this.embedding.forward(x).add(this.positions)
    return this.head.forward(this.encoder.forward(placed, { isCausal: true }))
  }
}
