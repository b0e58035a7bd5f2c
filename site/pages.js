// Writes the site's pages into target/pages, from the collection's READMEs, docs and sources: nothing is written twice.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { anchor, files, home, lead, modules, pairs, pitfalls, read } from './collection.js'

const pages = path.join(import.meta.dirname, 'target/pages')
const WIDE = '---\npageClass: wide\n---\n\n' // the place of the outline goes to the code
const LANGUAGES = { java: 'java', py: 'python', c: 'c', h: 'c' }

const language = file => LANGUAGES[file.split('.').pop()]
const isSource = file => /\.(java|py|c|h)$/.test(file) || file === 'LICENSE'
const simpleName = file => path.basename(file, '.java')
const capital = text => text[0].toUpperCase() + text.slice(1)
const pitfallOf = new Map(pitfalls.map(pitfall => [pitfall.file, pitfall]))

/** Where a file is read on the site, without the ending; a class by its module and name, without the folders between. */
function pageOf(file) {
  if (pitfallOf.has(file)) return pitfallOf.get(file).page
  return file
    .replace(/\/src\/(main|test)\/java\/io\/github\/socketsbyexample\/[a-z]+\//, '/')
    .replace(/\/src\/(main|test)\/(resources\/)?/, '/')
    .replace(/(^|\/)README(\.md)$/, '$1index$2')
    .replace(/\.(java|md)$/, '')
}

const isPlain = file => /\.(svg|txt)$/.test(file) // shown as it is
const links = new Map(files.map(file => [file, isPlain(file) ? `/${file}` : `/${pageOf(file)}`.replace(/\.\w+$/, '$&.html')]))
links.set('README.zh-CN.md', '/zh/').set('docs/diagrams', '/pairs/')
for (const file of files.filter(each => each.endsWith('/package-info.java'))) {
  links.set(path.posix.dirname(file), links.get(file))
}

/** Markdown's link to a file's page. */
const link = (file, label = file.endsWith('.java') ? simpleName(file) : path.basename(file)) =>
  `[${label}](${links.get(file)})`

/** A page of the collection as it stands, except that its links lead to the site's pages. */
function page(file) {
  const parts = read(file).replaceAll(/^<!--.*-->\n/gm, '')
    .replaceAll(/^<details><summary>(.*)<\/summary>$/gm, '::: details $1').replaceAll(/^<\/details>$/gm, ':::')
    .split(/(^```.*?^```$|`[^`\n]*`)/ms)
  return parts.map((part, i) => i % 2 ? part : linked(part, file)).join('')
}

function linked(markdown, file) {
  return markdown.replaceAll(/\]\(([^)\s#:]+)(#[^)\s]*)?\)/g, (_, target, anchor = '') => {
    const url = links.get(path.posix.join(path.posix.dirname(file), target).replace(/\/$/, ''))
    if (!url) throw new Error(`${file}: there is no page for ${target}`)
    return `](${url}${anchor})`
  })
}

const block = (language, text, title = '') => `\`\`\`\`\`${language} ${title && `[${title}]`}\n${text.trimEnd()}\n\`\`\`\`\`\n`
const code = (file, text = read(file)) => block(language(file) ?? 'text', text, path.basename(file))
const withoutImports = text => text.replace(/^(?:(?:package|import)\b.*\n|\n)+/, '')
const tabs = sources => `::: code-group\n${sources.map(source => code(source)).join('\n')}\n:::\n`
const session = text => block('console', text)
const theFile = file => `[the file itself](/${file})`

/** What a test tests, if its name says so. */
const testedBy = file => file.replace('/test/', '/main/').replace('Test.java', '.java')

/** The tests beside a class. */
const testsOf = file => [file.replace('/main/', '/test/').replace('.java', 'Test.java')].filter(test => files.includes(test))

function leadOf(file) {
  const near = name => [...links.keys()].find(each => each.endsWith(`/${name}.java`) && each.split('/')[0] === file.split('/')[0])
    ?? [...links.keys()].find(each => each.endsWith(`/${name}.java`))
  return lead(read(file), (name, label) => near(name) ? link(near(name), `\`${label}\``) : `\`${label}\``)
}

/** A source file's page: what it is, where it is used and tested, its text. */
function sourcePage(file) {
  const tested = testedBy(file)
  const related = [
    ...moduleLink(file),
    ...pairs.filter(pair => [...pair.java, ...pair.python].includes(file)).map(pair => `pair: [${pair.name}](/${pair.page})`),
    ...(tested !== file && files.includes(tested) ? [`tests ${link(tested)}`] : []),
    ...testsOf(file).map(test => `test: ${link(test)}`),
    theFile(file)
  ]
  return `${WIDE}# ${simpleName(file)}\n\n${leadOf(file)}\n\n${related.join(' · ')}\n\n${code(file)}`
}

function moduleLink(file) {
  const [module] = file.split('/')
  return [`${module}/README.md`].filter(readme => files.includes(readme)).map(readme => `module: ${link(readme, module)}`)
}

/** A package's page: what its package-info says, and its classes. */
function packagePage(file) {
  const folder = path.posix.dirname(file)
  const classes = files.filter(each => path.posix.dirname(each) === folder && each !== file)
  const rows = classes.map(each => `| ${link(each)} | ${sentence(each).slice(2).replaceAll('|', '\\|')} |`)
  const name = folder.split('/java/')[1].replaceAll('/', '.')
  return `# ${name}\n\n${leadOf(file)}\n\n| class | |\n|---|---|\n${rows.join('\n')}\n\n${theFile(file)}\n`
}

function pairPage(pair) {
  const tests = [...pair.java.flatMap(testsOf), ...files.filter(file => /\/(PairsIT|WireCompatIT|DiagramsIT)\.java$/.test(file))]
  return `${WIDE}# ${pair.module} ${pair.name}\n\n${capital(pair.shows)}\n\n${moduleLink(pair.java[0]).join('')}\n
## What both ends print\n\n${pair.sessions.map(session).join('\n')}
${pair.diagram ? `## What goes over the wire\n\n${pair.diagram}\n` : ''}
## The code\n\nThe Java programs${pair.python.length ? ', and their counterparts in CPython that the tests use' : ''}:\n
${tabs([...pair.java, ...pair.python])}
Pages: ${[...pair.java, ...pair.python].map(file => link(file)).join(' · ')}\n
## Which tests hold it\n\n${tests.map(test => `* ${link(test)}${sentence(test)}`).join('\n')}\n`
}

/** What a class is, in a sentence after its name; nothing where it does not say. */
const sentence = file => leadOf(file).replace(/(?<=[.:]) [A-Z].*/, '').replace(/^(?=.)/, ': ')

function pitfallPage(pitfall) {
  return `${WIDE}# ${capital(pitfall.seen)}\n\n${leadOf(pitfall.file)}\n
| broken | fixed |\n|---|---|\n| ${linked(pitfall.broken, 'pitfalls/README.md')} | ${linked(pitfall.fixed, 'pitfalls/README.md')} |\n
## What it prints\n\n${session(pitfall.prints)}
## Broken and fixed\n\n${code(pitfall.file, withoutImports(read(pitfall.file)))}
with its imports: ${link(pitfall.file)} · ${testsOf(pitfall.file).map(test => `test: ${link(test)} · `).join('')}${theFile(pitfall.file)} · all under
[${pitfall.heading}](/pitfalls/#${anchor(pitfall.heading)})\n`
}

function pairIndex() {
  const sections = groups(pairs, pair => pair.module).map(([module, all]) => `## ${module}\n\n| pair | what it shows |\n|---|---|\n`
    + all.map(pair => `| [${pair.name}](/${pair.page}) | ${pair.shows.replaceAll('|', '\\|')} |\n`).join(''))
  return `# Pairs\n\n${sections.join('\n')}`
}

function groups(items, key) {
  const grouped = new Map()
  for (const item of items) grouped.set(key(item), [...grouped.get(key(item)) ?? [], item])
  return [...grouped]
}

const item = (text, link) => ({ text, link })
const group = (text, items) => ({ text, items }) // one that folds is a button within a button
const headingOf = file => read(file).match(/^# (.*)$/m)[1]

/** What stands beside the pages: a module's own beside the module's, everything beside the rest. */
function sidebars() {
  const pairGroups = groups(pairs, pair => pair.module)
    .map(([module, all]) => group(module, all.map(pair => item(pair.name, `/${pair.page}`))))
  const docs = files.filter(file => /^docs\/[^/]*\.md$|^C.*\.md$/.test(file)).map(file => item(headingOf(file), links.get(file)))
  const readmes = modules.filter(module => files.includes(`${module}/README.md`))
  const beside = {
    '/': [group('Modules', modules.map(module => item(module, start(module)))), group('Reference', docs)],
    '/pairs/': pairGroups
  }
  for (const module of modules) {
    const sources = files.filter(file => file.startsWith(`${module}/`) && isSource(file) && !pitfallOf.has(file))
    const classes = sources.filter(file => !file.includes('/test/'))
    const tests = sources.filter(file => file.includes('/test/') && file.endsWith('.java') && !pitfallOf.has(testedBy(file)))
    beside[`/${module}/`] = [
      group(module, [
        ...(readmes.includes(module) ? [item('Overview', `/${module}/`)] : []),
        ...pairs.filter(pair => pair.module === module).map(pair => item(`pair: ${pair.name}`, `/${pair.page}`))
      ]),
      ...(module === 'pitfalls' ? groups(pitfalls, pitfall => pitfall.heading)
        .map(([heading, all]) => group(heading, all.map(pitfall => item(pitfall.name, `/${pitfall.page}`)))) : []),
      group('Code', classes.map(file => item(simpleName(file), links.get(file)))),
      group('Tests', tests.map(file => item(simpleName(file), links.get(file))))
    ].filter(({ items }) => items.length)
  }
  return beside
}

function start(module) {
  return files.includes(`${module}/README.md`) ? `/${module}/`
    : links.get(files.find(file => file.startsWith(`${module}/src/main/java/`) && file.endsWith('/package-info.java')))
}

function write(name, text) {
  const file = path.join(pages, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text, { flag: 'wx' }) // fails where two files would have one page
}

rmSync(pages, { recursive: true, force: true })
for (const file of files) {
  if (file.endsWith('.md')) write(file === 'README.zh-CN.md' ? file : `${pageOf(file)}.md`, page(file))
  else if (file.endsWith('/package-info.java')) write(`${pageOf(file)}.md`, packagePage(file))
  else if (isSource(file) && !pitfallOf.has(file)) write(`${pageOf(file)}.md`, sourcePage(file))
  if (isSource(file) || isPlain(file)) cpSync(path.join(home, file), path.join(pages, 'public', file))
}
for (const pair of pairs) write(`${pair.page}.md`, pairPage(pair))
for (const pitfall of pitfalls) write(`${pitfall.page}.md`, pitfallPage(pitfall))
write('pairs/index.md', pairIndex())
write('sidebars.json', JSON.stringify(sidebars()))
