import { F, nn, optim, randint, randn, random, type Tensor, tidy, zeros } from '../../src/tensor/index.js'

/** One step of a training loop, or one small operation. */
export type Step = () => void

export const subjects = ['add', 'mlp', 'cnn', 'transformer'] as const
export type Subject = (typeof subjects)[number]

/** What is computed, the same as in peers/tensor.py. */
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
    case 'transformer': {
      const tokens = randint(0, transformer.words, [transformer.batch, transformer.length + 1])
      const x = tokens.narrow(1, 0, transformer.length).clone()
      const y = tokens.narrow(1, 1, transformer.length).reshape(-1)
      return training(new Transformer(), x, y, run)
    }
  }
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

/** A causal language model of four blocks. */
const transformer = { words: 256, width: 256, heads: 4, blocks: 4, length: 64, batch: 8 }

class Block extends nn.Module<[Tensor, Tensor], Tensor> {
  readonly norm1 = nn.layerNorm([transformer.width])
  readonly toHeads = nn.linear(transformer.width, 3 * transformer.width)
  readonly fromHeads = nn.linear(transformer.width, transformer.width)
  readonly norm2 = nn.layerNorm([transformer.width])
  readonly widen = nn.linear(transformer.width, 4 * transformer.width)
  readonly narrow = nn.linear(4 * transformer.width, transformer.width)

  forward(x: Tensor, mask: Tensor): Tensor {
    const { batch, length, heads, width } = transformer
    const apart = width / heads
    const all = this.toHeads.forward(this.norm1.forward(x)).view(batch, length, 3, heads, apart)
    const part = (k: number) => all.select(2, k).transpose(1, 2)
    const scores = part(0)
      .matmul(part(1).transpose(2, 3))
      .mul(1 / Math.sqrt(apart))
    const weights = scores.maskedFill(mask, Number.NEGATIVE_INFINITY).softmax(-1)
    const seen = weights.matmul(part(2)).transpose(1, 2).reshape(batch, length, width)
    const middle = x.add(this.fromHeads.forward(seen))
    return middle.add(this.narrow.forward(F.gelu(this.widen.forward(this.norm2.forward(middle)))))
  }
}

class Transformer extends nn.Module<[Tensor], Tensor> {
  readonly words = nn.embedding(transformer.words, transformer.width)
  readonly places = nn.embedding(transformer.length, transformer.width)
  readonly blocks = nn.moduleList(Array.from({ length: transformer.blocks }, () => new Block()))
  readonly norm = nn.layerNorm([transformer.width])
  readonly head = nn.linear(transformer.width, transformer.words)
  readonly #mask = zeros([transformer.length, transformer.length]).add(1).triu(1).to('bool')

  forward(x: Tensor): Tensor {
    let h = this.words.forward(x).add(this.places.weight)
    for (const block of this.blocks) h = block.forward(h, this.#mask)
    return this.head.forward(this.norm.forward(h)).reshape(-1, transformer.words)
  }
}
