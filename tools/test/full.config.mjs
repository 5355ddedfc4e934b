/** The longer tests: real data sets, the full matrix, the tarball, another libtorch. One file at a time, all cores each. */
export default {
  files: ['dist/test/full/**/*.test.js'],
  workerThreads: false,
  concurrency: 1,
  timeout: '30m',
}
