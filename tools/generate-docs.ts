/**
 * Writes the API reference, docs/api, from the doc comments of what the package exports. `npm run docs` runs it; nothing of
 * it is committed, so it is never out of date.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

// This file runs from dist/tools.
const root = fileURLToPath(new URL('../..', import.meta.url))

const entries: Readonly<Record<string, string>> = {
  troupe: 'src/index.ts',
  'troupe/actor': 'src/actor/index.ts',
  'troupe/testing': 'src/testing/index.ts',
}

export interface Reference {
  /** Path from docs/api → contents. */
  readonly pages: ReadonlyMap<string, string>
  /** Exports without a doc comment, as `troupe: name`. */
  readonly undocumented: readonly string[]
}

/** Builds the reference. Binds the sources without checking them: a few seconds. */
export function reference(): Reference {
  const program = ts.createProgram({
    rootNames: Object.values(entries).map((file) => join(root, file)),
    options: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    },
  })
  const checker = program.getTypeChecker()
  const pages = new Map<string, string>()
  const undocumented: string[] = []

  const doc = (symbol: ts.Symbol): string =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()

  const isOurs = (declaration: ts.Declaration): boolean =>
    declaration.getSourceFile().fileName.startsWith(join(root, 'src'))

  function module(title: string, file: string, symbol: ts.Symbol): void {
    const sections: string[] = []
    const exports = checker
      .getExportsOfModule(symbol)
      .map((each) => ({ name: each.name, target: resolve(each) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const { name, target } of exports) {
      if ((target.flags & ts.SymbolFlags.ValueModule) !== 0) {
        const inner = `${title}.${name}`
        sections.push(`## ${name}\n\nA namespace: [${inner}](${fileOf(inner)}).\n`)
        module(inner, fileOf(inner), target)
        continue
      }
      if (doc(target) === '' && !isExplained(target)) undocumented.push(`${title}: ${name}`)
      sections.push(section(name, target))
    }
    pages.set(file, `# ${title}\n\n${sections.join('\n')}`)
  }

  const resolve = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)

  function section(name: string, symbol: ts.Symbol): string {
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0
    // An interface that is merged with a class shows as its members.
    const declarations = (symbol.declarations ?? []).filter(
      (each) => isOurs(each) && !(isClass && ts.isInterfaceDeclaration(each)),
    )
    const signatures = declarations.map((each) => signatureOf(each)).filter((text) => text !== '')
    const parts = [`## ${name}`, fence(signatures), doc(symbol), tagsOf(symbol)]
    if (isClass) parts.push(membersOf(symbol))
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`
  }

  function tagsOf(symbol: ts.Symbol): string {
    const tags = symbol.getJsDocTags(checker).filter(({ name }) => name !== 'internal')
    return tags
      .map(({ name, text }) => `- *${name}* ${ts.displayPartsToString(text).replace(/\s+/g, ' ').trim()}`)
      .join('\n')
  }

  function membersOf(symbol: ts.Symbol): string {
    const all = [
      ...checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)),
      ...checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)),
    ]
    const lines = all.flatMap((member) => {
      const declarations = (member.declarations ?? []).filter(isOurs)
      if (declarations.length === 0 || isHidden(member, declarations[0]!)) return []
      const text = declarations.map((each) => signatureOf(each)).filter((each) => each !== '')
      const tags = tagsOf(member).replace(/^/gm, '  ')
      const words = doc(member).replace(/\n+/g, '\n  ')
      return [
        [`- ${code(text.join('\n'))}`, words && `  ${words}`, tags.trim() && tags].filter(Boolean).join('\n'),
      ]
    })
    return lines.join('\n')
  }

  for (const [title, file] of Object.entries(entries)) {
    const source = program.getSourceFile(join(root, file))!
    module(title, fileOf(title), checker.getSymbolAtLocation(source)!)
  }
  const index = [...pages.keys()].map((file) => `- [${titleOf(file)}](${file})`).sort()
  pages.set(
    'README.md',
    `# API reference\n\nBuilt from the doc comments by \`npm run docs\`.\n\n${index.join('\n')}\n`,
  )
  return { pages, undocumented }
}

const fileOf = (title: string): string => `${title.replaceAll('/', '-')}.md`
const titleOf = (file: string): string => file.replace(/\.md$/, '').replace('-', '/')
const fence = (texts: readonly string[]): string =>
  texts.length === 0 ? '' : `\`\`\`ts\n${texts.join('\n')}\n\`\`\``
const code = (text: string): string =>
  text
    .split('\n')
    .map((line) => `\`${line}\``)
    .join(', ')

/** What says all by its name and members: errors, and types whose members have comments of their own. */
function isExplained(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (each) => ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each),
  )
}

function isHidden(member: ts.Symbol, declaration: ts.Declaration): boolean {
  const flags = ts.getCombinedModifierFlags(declaration)
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
  return (
    (flags & hidden) !== 0 ||
    member.name.startsWith('#') ||
    member.name.startsWith('__') ||
    member.name === 'prototype' ||
    member.getJsDocTags().some(({ name }) => name === 'internal')
  )
}

/** The declaration without its comments and body. Interfaces and types keep theirs: they are what is documented. */
function signatureOf(node: ts.Declaration): string {
  const text = node.getText()
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return text.replace(/^export /, '')
  if (ts.isClassDeclaration(node)) {
    const end = node.members.pos - node.getStart()
    return text
      .slice(0, end)
      .replace(/\{\s*$/, '')
      .replace(/^export /, '')
      .trim()
  }
  if (ts.isVariableDeclaration(node)) {
    const value = node.initializer?.getText() ?? ''
    const known = node.type?.getText()
    if (known !== undefined) return `const ${node.name.getText()}: ${known}`
    return `const ${node.name.getText()} = ${value.length > 200 ? '…' : value}`
  }
  const body = (node as ts.FunctionLikeDeclaration).body
  // An implementation behind overloads is not what is called.
  if (body !== undefined && hasOverloads(node)) return ''
  const start = node.getStart()
  const head = body === undefined ? text : text.slice(0, body.getStart() - start)
  return head
    .replace(/^export /, '')
    .replace(/\s+/g, ' ')
    .replace(/=>\s*$/, '')
    .trim()
}

function hasOverloads(node: ts.Declaration): boolean {
  const siblings = (node as { symbol?: ts.Symbol }).symbol?.declarations ?? []
  return siblings.some(
    (each) =>
      each !== node && (each as ts.FunctionLikeDeclaration).body === undefined && ts.isFunctionLike(each),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { pages } = reference()
  const folder = join(root, 'docs/api')
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of pages) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  console.log(`${pages.size} pages in docs/api`)
}
