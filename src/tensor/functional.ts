/** `F`: torch.nn.functional in camelCase. */
export * from './generated/functional.js'
