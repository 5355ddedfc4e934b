import { F, nn, optim, randint, randn, random, type Tensor, tidy, zeros } from '../../src/tensor/index.js'

/** One step of a training loop, or one small operation. */
export type Step = () => void

export type Subject = 'add' | 'mlp' | 'cnn' | 'lstm' | 'transformer'

/** What is computed, the same as in peers/tensor.py; a model's forward pass and loss inside `run`. */
export function build(subject: Subject, run: <T>(fn: () => T) => T): Step {
  random.manualSeed(1)
  switch (subject) {
    case 'add': {
      const one = zeros([2, 2])
      const two = zeros([2, 2])
      return () => one.add(two).dispose()
    }
    case 'mlp': {
      const model = nn.sequential(nn.linear(784, 256), nn.relu(), nn.linear(256, 10))
      return training(model, randn([8, 784]), randint(0, 10, [8]), run)
    }
    case 'cnn': {
      const model = nn.sequential(
        nn.conv2d(1, 32, 3),
        nn.relu(),
        nn.conv2d(32, 64, 3),
        nn.relu(),
        nn.maxPool2d(2),
        nn.flatten(),
        nn.linear(9216, 128),
        nn.relu(),
        nn.linear(128, 10),
      )
      return training(model, randn([32, 1, 28, 28]), randint(0, 10, [32]), run)
    }
    case 'lstm':
      return ofText(new LongMemory(), lstm.batch, lstm.length, run)
    case 'transformer':
      return ofText(new Transformer(), transformer.batch, transformer.length, run)
  }
}

/** Predicts each next token of some random rows. */
function ofText(
  model: nn.Module<[Tensor], Tensor>,
  batch: number,
  length: number,
  run: <T>(fn: () => T) => T,
): Step {
  const tokens = randint(0, WORDS, [batch, length + 1])
  const x = tokens.narrow(1, 0, length).clone()
  return training(model, x, tokens.narrow(1, 1, length).reshape(-1), run)
}

function training(
  model: nn.Module<[Tensor], Tensor>,
  x: Tensor,
  y: Tensor,
  run: <T>(fn: () => T) => T,
): Step {
  const optimizer = optim.adam(model.parameters())
  return () =>
    tidy(() => {
      optimizer.zeroGrad()
      const loss = run(() => F.crossEntropy(model.forward(x), y))
      loss.backward()
      optimizer.step()
    })
}

const WORDS = 256
const lstm = { width: 128, layers: 2, length: 32, batch: 32 }
const transformer = { width: 256, heads: 4, layers: 4, length: 64, batch: 8 }

class LongMemory extends nn.Module<[Tensor], Tensor> {
  readonly words = nn.embedding(WORDS, lstm.width)
  readonly memory = nn.lstm(lstm.width, lstm.width, { numLayers: lstm.layers, batchFirst: true })
  readonly head = nn.linear(lstm.width, WORDS)

  forward(x: Tensor): Tensor {
    const [output] = this.memory.forward(this.words.forward(x))
    return this.head.forward(output).reshape(-1, WORDS)
  }
}

class Transformer extends nn.Module<[Tensor], Tensor> {
  readonly words = nn.embedding(WORDS, transformer.width)
  readonly places = nn.embedding(transformer.length, transformer.width)
  readonly encoder = nn.transformerEncoder(
    () =>
      nn.transformerEncoderLayer(transformer.width, transformer.heads, {
        dimFeedforward: 4 * transformer.width,
        dropout: 0,
        activation: 'gelu',
        batchFirst: true,
        normFirst: true,
      }),
    transformer.layers,
    nn.layerNorm(transformer.width),
  )
  readonly head = nn.linear(transformer.width, WORDS)

  forward(x: Tensor): Tensor {
    const placed = this.words.forward(x).add(this.places.weight)
    return this.head.forward(this.encoder.forward(placed, { isCausal: true })).reshape(-1, WORDS)
  }
}
