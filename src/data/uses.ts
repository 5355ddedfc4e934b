/**
 * What random numbers are drawn for, as the last word of their key. Data uses start at 0x100, so that they
 * never meet those of initialisation and dropout.
 */
export const RandomUse = {
  shuffle: 0x100,
  split: 0x101,
  augment: 0x102,
  collate: 0x103,
  collateEvaluation: 0x104,
  digits: 0x105,
} as const
