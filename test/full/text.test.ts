import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { optim } from '../../src/tensor/index.js'
import { LSTMModel, TransformerModel } from '../tensor/support/language-models.js'
import { agree, losses, nextByte, recorded, start } from '../tensor/support/training.js'

/** Tiny Shakespeare, which is not in the repository; without it these tests are skipped, and say so. */
const file = process.env.TROUPE_TEXT
const withText = file === undefined ? test.skip : test.serial

for (const [name, Model] of Object.entries({ lstm: LSTMModel, transformer: TransformerModel })) {
  withText(`100 losses of a language model on Shakespeare, ${name}, agree with PyTorch's to 1e-4`, (t) => {
    const text = readFileSync(file!)
    t.is(
      createHash('sha256').update(text).digest('hex'),
      recorded['shakespeare-sha256'],
      'TROUPE_TEXT names another text than the losses were recorded from',
    )
    const model = start(new Model())
    const optimizer = optim.adam(model.parameters(), { lr: 1e-3 })
    agree(t, losses(100, optimizer, nextByte(text, model)), recorded[`${name}-shakespeare`])
  })
}
