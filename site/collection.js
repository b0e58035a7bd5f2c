// What the site is made of, read from where it stands: files, commands, pairs, pitfalls.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const home = path.resolve(import.meta.dirname, '..')

export const read = file => readFileSync(path.join(home, file), 'utf8')

/** A folder's files, those of its folders included, or the file itself; as paths from the top, with slashes. */
const under = file => {
  if (!existsSync(path.join(home, file))) return []
  if (path.extname(file) || file === 'LICENSE') return [file]
  return readdirSync(path.join(home, file), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(home, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

export const modules = [...read('pom.xml').matchAll(/<module>(.*?)<\/module>/g)].map(module => module[1])

export const files = [
  'README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE', 'docs',
  ...modules.flatMap(module => [`${module}/README.md`, `${module}/src`])
].flatMap(under)

/** Which class a command is, as in the modules' lists: "tcp-basic echo-server" to the path of its file. */
export const commands = new Map(files.filter(file => file.endsWith('/commands.txt')).flatMap(list => {
  const folder = path.posix.dirname(list).replace('/resources/', '/java/')
  const [module] = list.split('/')
  return read(list).trim().split('\n').slice(1).map(line => line.split(/ +/))
    .map(([command, type]) => [`${module} ${command}`, `${folder}/${type}.java`])
}))

/** The pairs, as the pages of recorded conversations show them. */
export const pairs = files.filter(file => file.startsWith('docs/diagrams/')).flatMap(file =>
  read(file).split('\n## ').slice(1).map(section => {
    const module = path.basename(file, '.md')
    const name = section.split('\n', 1)[0]
    const sessions = [...section.matchAll(/^```text\n(.*?)^```$/gms)].map(block => block[1])
    const commandsOf = sessions.map(session => session.match(/\.\/sockets (\S+ \S+)/)[1])
    return {
      module,
      name,
      page: `pairs/${module}/${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
      shows: section.match(/^What it shows: (.*)$/m)[1],
      diagram: section.match(/^```mermaid\n.*?^```$/ms)?.[0],
      sessions,
      java: [...new Set(commandsOf)].map(command => commands.get(command)).flatMap(withHandler),
      python: [...new Set(commandsOf)]
        .map(command => `integration-tests/src/test/resources/python/${command.replace(' ', '/')}.py`)
        .filter(counterpart => files.includes(counterpart))
    }
  }))

/** A server's protocol is a class of its own where several designs of servers speak it. */
function withHandler(file) {
  return [file, file.replace('Server.java', 'Handler.java')].filter((each, i) => i === 0 || each !== file && files.includes(each))
}

/** GitHub's anchor of a heading. */
export function anchor(heading) {
  return heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\- _]/gu, '').trim().replaceAll(' ', '-')
}

/** The pitfalls, in their order, each under the heading of what one sees. */
export const pitfalls = readPitfalls()

function readPitfalls() {
  const resources = 'pitfalls/src/main/resources/io/github/socketsbyexample/pitfalls/pitfalls.txt'
  const rows = read('pitfalls/README.md').split('\n').map(line => line.split(/ ?\| ?/))
  let heading
  return read(resources).trim().split('\n').flatMap(line => {
    if (line.startsWith('# ')) {
      heading = line.slice(2)
      return []
    }
    const [, name, type, seen] = line.match(/^(\S+) +(\S+) +(.*)$/)
    const file = `pitfalls/src/main/java/io/github/socketsbyexample/pitfalls/${type.replace('.', '/')}.java`
    const row = rows.find(([, , , , code]) => code?.includes(`/${type.replace('.', '/')}.java)`))
    const prints = read(file).match(/^ \* <pre>\n(.*?)^ \* <\/pre>/ms)[1].replaceAll(/^ \* ?/gm, '')
    return [{ name, heading, seen, file, page: `pitfalls/${name}`, broken: row[2], fixed: row[3], prints: plain(prints) }]
  })
}

/** A class comment's first paragraph, in Markdown; `link` gives a class's name its page. */
export function lead(java, link) {
  const comment = java.match(/^\/\*\*(.*?)\*\//ms)?.[1] ?? ''
  const paragraph = comment.replaceAll(/^ \* ?/gm, '').split(/\n\n|\n?<(?:p|pre|ul|ol|table)>|\n@/)[0]
  return plain(paragraph.replaceAll(/\{@(\w+)\s+((?:[^{}]|\{[^{}]*\})*)\}/g, (_, tag, text) => {
    if (!tag.startsWith('link')) return `\`${text}\``
    const [name, ...label] = text.split(/\s+/)
    return link(name.split('#')[0], label.join(' ') || name.replace(/^#/, '').replace('#', '.'))
  })).replaceAll(/\s*\n\s*/g, ' ').trim()
}

function plain(html) {
  return html.replaceAll(/<\/?(?:em|b|i|code|strong)>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
